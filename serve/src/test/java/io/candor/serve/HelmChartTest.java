package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart by Helm itself and by Kubernetes' own models, without a cluster. */
class HelmChartTest {

    private static final Path CHART =
            Files.isDirectory(Path.of("deploy")) ? Path.of("deploy/helm/candor") : Path.of("../deploy/helm/candor");

    private static final Map<String, Class<?>> KINDS = Map.of(
            "apps/v1 Deployment", V1Deployment.class,
            "v1 Service", V1Service.class,
            "v1 ServiceAccount", V1ServiceAccount.class,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
            "networking.k8s.io/v1 Ingress", V1Ingress.class);

    private static final String EVERYTHING = """
            image: {repository: registry.example/candor, digest: "sha256:%s"}
            imagePullSecrets: [{name: pull}]
            models:
              source: store
              serve: [{name: boards, path: boards, reference: boards/evaluation.json}, {name: nano, path: yolov8n.onnx}]
              store: {image: "example/s3:1", command: [sync], args: [s3://models, /models], secret: s3}
            server: {page: false, apiKeys: {secret: keys, key: k}, tls: {secret: tls}}
            podAnnotations: {a: b}
            podLabels: {team: quality}
            nodeSelector: {disk: ssd}
            tolerations: [{key: gpu, operator: Exists}]
            affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: kubernetes.io/hostname}}]}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
            priorityClassName: high
            serviceAccount: {annotations: {role: reader}}
            service: {type: LoadBalancer, annotations: {x: y}}
            ingress: {enabled: true, className: nginx, annotations: {p: q}, hosts: [a.example], tls: [{secretName: t, hosts: [a.example]}]}
            autoscaling: {enabled: true}
            networkPolicy: {from: [{namespaceSelector: {matchLabels: {name: line}}}], storePeers: [{ipBlock: {cidr: 10.0.0.0/8}}]}
            serviceMonitor: {enabled: true, labels: {release: prometheus}, tokenKey: one}
            """.formatted("0".repeat(64));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void values() throws IOException {
        Files.writeString(folder.resolve("least.yaml"), "server: {apiKeys: {secret: keys}}\n");
        Files.writeString(
                folder.resolve("volume.yaml"),
                "server: {apiKeys: {secret: keys}}\nmodels: {source: volume, volume: {claim: models, subPath: boards}}\n");
        Files.writeString(folder.resolve("everything.yaml"), EVERYTHING);
    }

    private static TemplateCommand template(String values) {
        return new Helm(CHART)
                .template()
                .withName("line")
                .withNamespace("factory")
                .withKubeVersion("1.30.0")
                .withValuesFile(folder.resolve(values));
    }

    /** By kind. */
    private static Map<String, JsonElement> rendered(TemplateCommand command) {
        Map<String, JsonElement> objects = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        for (Object one : new Load(LoadSettings.builder().build()).loadAllFromString(command.call())) {
            if (one instanceof Map<?, ?> map) {
                objects.put(
                        map.get("apiVersion") + " " + map.get("kind"),
                        JsonParser.parseString(
                                json.valueToTree(new LinkedHashMap<>(map)).toString()));
            }
        }
        return objects;
    }

    private static V1Deployment deployment(String values) {
        return JSON.getGson().fromJson(rendered(template(values)).get("apps/v1 Deployment"), V1Deployment.class);
    }

    @Test
    void the_strict_linter_has_nothing_to_say() {
        LintResult result = new Helm(CHART).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("WARNING") || line.contains("ERROR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"least.yaml", "volume.yaml", "everything.yaml"})
    void what_is_rendered_is_what_kubernetes_understands(String values) throws ReflectiveOperationException {
        Map<String, JsonElement> objects = rendered(template(values));
        assertThat(objects).containsKeys("apps/v1 Deployment", "v1 Service", "networking.k8s.io/v1 NetworkPolicy");
        for (Map.Entry<String, JsonElement> object : objects.entrySet()) {
            if (object.getKey().startsWith("monitoring.coreos.com")) {
                continue; // a definition of its own; looked at below
            }
            Class<?> kind = KINDS.get(object.getKey());
            assertThat(kind).as(object.getKey()).isNotNull();
            kind.getMethod("validateJsonElement", JsonElement.class).invoke(null, object.getValue());
            assertThat((Object) JSON.getGson().fromJson(object.getValue(), kind))
                    .isNotNull();
            assertThat(object.getValue()
                            .getAsJsonObject()
                            .getAsJsonObject("metadata")
                            .get("namespace")
                            .getAsString())
                    .isEqualTo("factory");
        }
        assertThat(objects).hasSize(values.equals("everything.yaml") ? 8 : 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"least.yaml", "everything.yaml"})
    void pods_are_confined(String values) {
        var pod = deployment(values).getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        var containers = new java.util.ArrayList<>(pod.getContainers());
        if (pod.getInitContainers() != null) {
            containers.addAll(pod.getInitContainers());
        }
        assertThat(containers).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getVolumeMounts())
                    .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
        });
    }

    @Test
    void the_command_line_is_one_that_candor_understands() {
        var container = deployment("everything.yaml")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        assertThat(container.getImage()).startsWith("registry.example/candor@sha256:");
        assertThat(container.getArgs())
                .startsWith(
                        "serve",
                        "--model=boards=/models/boards",
                        "--reference=boards=/models/boards/evaluation.json",
                        "--model=nano=/models/yolov8n.onnx")
                .contains("--api-keys=/secrets/keys/k", "--tls-key=/secrets/tls/tls.key", "--no-page", "--queue=64");
        assertThat(container.getReadinessProbe().getHttpGet().getScheme()).isEqualTo("HTTPS");
        assertThat(deployment("least.yaml")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs())
                .contains("--model=model=/models/model.onnx")
                .doesNotContain("--no-page");
    }

    @Test
    void scaling_goes_by_the_queue() {
        String text = rendered(template("everything.yaml"))
                .get("autoscaling/v2 HorizontalPodAutoscaler")
                .toString();
        assertThat(text)
                .contains("\"metric\":{\"name\":\"candor_queue_length\"}")
                .contains("\"averageValue\":\"8\"");
        assertThat(deployment("everything.yaml").getSpec().getReplicas()).isNull();
        assertThat(deployment("least.yaml").getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void the_monitor_shows_its_key() {
        String text = rendered(template("everything.yaml"))
                .get("monitoring.coreos.com/v1 ServiceMonitor")
                .toString();
        assertThat(text)
                .contains("\"path\":\"/metrics\"")
                .contains("\"scheme\":\"https\"")
                .contains("\"credentials\":{\"name\":\"keys\",\"key\":\"one\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port            | 80          | port",
                "replicas               | many        | replicas",
                "models.source          | ftp         | source",
                "models.serve[0].path   | ../secret   | path",
                "models.serve[0].name   | a/b         | name",
                "server.heap            | 1 GB        | heap",
                "imagePulPolicy         | Always      | imagePulPolicy",
                "models.source          | volume      | claim",
                "service.port           | 99999       | port",
            })
    void values_that_do_not_fit_are_named(String key, String value, String named) {
        assertThatThrownBy(() -> template("least.yaml").set(key, value).call())
                .as("%s=%s", key, value)
                .hasMessageContaining(named);
    }

    @Test
    void without_keys_nothing_is_installed() throws IOException {
        Files.writeString(folder.resolve("none.yaml"), "replicas: 1\n");
        assertThatThrownBy(() -> template("none.yaml").call()).hasMessageContaining("server.apiKeys.secret is missing");
    }
}

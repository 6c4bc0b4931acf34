package io.candor.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.calibrate.VersionedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files of calibration and policy beside a model of tiles. */
final class Judged {

    private static final String CALIBRATOR = """
            {"floor":0.05,"pooled":{"method":"platt","slope":0.5,"shift":-0.5},"classes":[
            {"name":"red","weight":0.25,"cut":0,"detections":9,"targets":4,"own":{"method":"beta","a":0.8,"b":0.6,"c":-0.2}},
            {"name":"blue","weight":1,"cut":0.1,"detections":9,"targets":4,"own":{"method":"isotonic","x":[0.1,0.5,0.95],"y":[0.05,0.3,0.6],"between":"line"}}]}
            """;

    private Judged() {}

    static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes both; red tiles are rejected from .7 on, blue ones reviewed from .4 on, both calibrated. */
    static void write(Path folder, String modelSha256) {
        write(folder, modelSha256, .3);
    }

    /** The same with red tiles reviewed from another confidence on. */
    static void write(Path folder, String modelSha256, double review) {
        try {
            ObjectMapper json = new ObjectMapper();
            JsonNode calibrator = json.readTree(CALIBRATOR);
            Files.writeString(
                    folder.resolve("calibration.json"),
                    "{\"format\":\"candor-calibration\",\"version\":1,\"task\":\"detection\",\"model_sha256\":\"%s\",\"data_fingerprint\":\"d\",\"images\":[],\"settings\":{},\"calibrator\":%s}"
                            .formatted(modelSha256, calibrator));
            Files.writeString(
                    folder.resolve("policy.json"),
                    "{\"format\":\"candor-policy\",\"version\":1,\"rule\":\"by hand\",\"model_sha256\":\"%s\",\"calibration_fingerprint\":\"%s\",\"data_fingerprint\":\"d\",\"classes\":[{\"name\":\"red\",\"review_from\":%s,\"reject_from\":0.7},{\"name\":\"blue\",\"review_from\":0.4,\"reject_from\":null}]}"
                            .formatted(modelSha256, VersionedJson.fingerprint(calibrator), review));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

{{- define "candor.name" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "candor.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "candor.labels" -}}
{{ include "candor.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{- define "candor.account" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}{{ else if .Values.serviceAccount.create }}{{ include "candor.name" . }}{{ else }}default{{ end -}}
{{- end -}}

{{- define "candor.image" -}}
{{- if .Values.image.digest }}{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}{{ else }}{{ printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}{{ end -}}
{{- end -}}

{{- define "candor.folder" -}}
{{- if eq .Values.models.source "image" }}{{ .Values.models.image.folder }}{{ else }}/models{{ end -}}
{{- end -}}

{{- define "candor.probe" -}}
port: http
scheme: {{ if .Values.server.tls.secret }}HTTPS{{ else }}HTTP{{ end }}
{{- end -}}

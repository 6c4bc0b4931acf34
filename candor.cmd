@echo off
rem Runs the command line of Candor from a source checkout on Windows: builds what is missing or stale, then starts Java.
rem   CANDOR_HEAP           Java heap, default 2g
rem   CANDOR_JAVA_OPTIONS   further options for java
rem   JAVA_HOME             a JDK 17 or newer
setlocal
set "HOME_DIR=%~dp0"
set "STAMP=%HOME_DIR%.candor\built"
set "CLASSPATH_FILE=%HOME_DIR%cli\target\classpath"
if not defined CANDOR_HEAP set "CANDOR_HEAP=2g"
if not defined JAVA_HOME (
  echo candor: set JAVA_HOME to the folder of a JDK 17 or newer. 1>&2
  echo See docs/troubleshooting.md#java 1>&2
  exit /b 1
)
if not exist "%STAMP%" goto build
if not exist "%CLASSPATH_FILE%" goto build
powershell -NoProfile -Command "$t=(Get-Item '%STAMP%').LastWriteTime; if (Get-ChildItem '%HOME_DIR%*\src\main','%HOME_DIR%*\pom.xml','%HOME_DIR%pom.xml' -Recurse -File | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 goto run
:build
echo candor: building ... 1>&2
pushd "%HOME_DIR%"
call mvnw.cmd -q -Dmaven.test.skip -Dspotless.check.skip -pl cli -am package 1>&2
if errorlevel 1 (
  popd
  echo candor: the build failed, the messages above say why. 1>&2
  echo See docs/troubleshooting.md#build 1>&2
  exit /b 1
)
popd
if not exist "%HOME_DIR%.candor" mkdir "%HOME_DIR%.candor"
type nul > "%STAMP%"
:run
for /f "usebackq delims=" %%l in ("%CLASSPATH_FILE%") do set "LIBRARIES=%%l"
for %%j in ("%HOME_DIR%cli\target\candor-cli-*.jar") do set "CLASSES=%%j"
"%JAVA_HOME%\bin\java" -Xmx%CANDOR_HEAP% -Xshare:auto -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 "-Dcandor.home=%HOME_DIR%." %CANDOR_JAVA_OPTIONS% -cp "%CLASSES%;%LIBRARIES%" io.candor.cli.Candor %*
exit /b %ERRORLEVEL%

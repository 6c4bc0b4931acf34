package io.candor.stream;

import io.candor.data.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user calls a source of video.
 *
 * @param text as given
 * @param location for FFmpeg
 * @param kind what it is
 */
public record VideoAddress(String text, String location, Kind kind) {

    /** What frames come from. */
    public enum Kind {
        FILE,
        CAMERA,
        NETWORK
    }

    private static final Pattern PROTOCOL = Pattern.compile("([a-z][a-z0-9+]+)://.+", Pattern.CASE_INSENSITIVE);
    private static final Pattern CAMERA = Pattern.compile("(?:camera:)?(\\d{1,3})|(/dev/video\\d+)");
    private static final String EXPECTED =
            "Give a video file, rtsp://..., rtmp://..., http(s)://..., udp://..., or a camera: camera:0, /dev/video0.";

    /**
     * Understands an address; files must exist.
     *
     * @throws InvalidInput if it is none
     */
    public static VideoAddress of(String text) {
        Matcher protocol = PROTOCOL.matcher(text);
        if (protocol.matches()) {
            return network(text, protocol.group(1).toLowerCase(Locale.ROOT));
        }
        Matcher camera = CAMERA.matcher(text);
        if (camera.matches()) {
            String device = camera.group(1) == null ? camera.group(2) : "/dev/video" + camera.group(1);
            return new VideoAddress(text, device, Kind.CAMERA);
        }
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("stream-source", "%s: no such video file. %s".formatted(text, EXPECTED));
        }
        return new VideoAddress(text, file.toString(), Kind.FILE);
    }

    private static VideoAddress network(String text, String protocol) {
        return switch (protocol) {
            case "rtsp", "rtsps", "rtmp", "rtmps", "http", "https", "udp", "rtp", "srt", "tcp" ->
                new VideoAddress(text, text, Kind.NETWORK);
            default ->
                throw new InvalidInput(
                        "stream-source",
                        "%s: the protocol %s is not known here. %s".formatted(text, protocol, EXPECTED));
        };
    }

    /** True if frames come by themselves. */
    public boolean live() {
        return kind != Kind.FILE;
    }

    /** The address without user name and password, for logs. */
    public String shown() {
        return text.replaceFirst("://[^/@]+@", "://***@");
    }
}

package io.candor.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor of this machine.
 *
 * @param name as the operating system tells it
 * @param flags the instruction sets that matter here and that it has, as Linux names them
 */
public record Processor(String name, Set<String> flags) {

    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final Set<String> RELEVANT = Set.of(
            "avx2",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "amx_tile",
            "amx_bf16",
            "amx_int8",
            "bf16",
            "sve",
            "asimd");

    public Processor {
        flags = Set.copyOf(flags);
    }

    /** This machine's; without flags where the operating system keeps no /proc/cpuinfo. */
    public static Processor here() {
        try {
            return parse(Files.readAllLines(LINUX));
        } catch (IOException notLinux) {
            return new Processor(System.getProperty("os.arch"), Set.of());
        }
    }

    static Processor parse(List<String> cpuinfo) {
        String name = value(cpuinfo, "model name", System.getProperty("os.arch"));
        Set<String> flags = new TreeSet<>(Arrays.asList(
                value(cpuinfo, "flags", value(cpuinfo, "Features", "")).split(" ")));
        flags.retainAll(RELEVANT);
        return new Processor(name, flags);
    }

    /** True if products of bfloat16 numbers are instructions, so that bf16 is faster than fp32 and not slower. */
    public boolean multipliesBfloat16() {
        return flags.contains("amx_bf16") || flags.contains("avx512_bf16");
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.split(":", 2)[0].strip().equals(key))
                .map(line -> line.split(":", 2)[1].strip())
                .findFirst()
                .orElse(otherwise);
    }
}

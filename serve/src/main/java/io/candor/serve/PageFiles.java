package io.candor.serve;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The page and what it consists of: files in this library, nothing else. */
final class PageFiles {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** All of them; what is not listed is not there. */
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", SCRIPT,
            "detector.js", SCRIPT,
            "ort.webgpu.min.mjs", SCRIPT,
            "ort.webgl.min.mjs", SCRIPT,
            "ort-wasm-simd-threaded.asyncify.mjs", SCRIPT,
            "ort-wasm-simd-threaded.asyncify.wasm.gz", "application/gzip");

    /**
     * Scripts of this server alone, and the WebAssembly they compile; ONNX Runtime makes workers
     * from blobs.
     */
    private static final String POLICY =
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; img-src 'self' blob: data:; media-src 'self' blob:; frame-ancestors 'none'";

    private PageFiles() {}

    /** The page lies in a folder, so that its links hold wherever the folder is put. */
    static void index(Context context) {
        context.redirect("/page/index.html", HttpStatus.FOUND);
    }

    /** Isolated from other pages, which lets WebAssembly use several threads. */
    static void file(Context context) throws IOException {
        String name = context.pathParam("file");
        String type = TYPES.get(name);
        if (type == null) {
            throw new Problem(404, "There is no such file.");
        }
        context.contentType(type)
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Embedder-Policy", "require-corp")
                .header("Cache-Control", name.startsWith("ort") ? "public, max-age=86400" : "no-cache")
                .result(resource("page/" + name));
    }

    static InputStream resource(String name) throws IOException {
        InputStream stream = PageFiles.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("the library lacks its own file " + name);
        }
        return stream;
    }
}

package io.candor.serve;

import io.candor.data.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificate and key of a server, as PEM files: what Kubernetes keeps in its secrets.
 *
 * @param certificate the chain, the server's own first
 * @param key PKCS #8, without password
 */
public record Tls(Path certificate, Path key) {

    private static final String HELP = "serve-tls";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** The password of the store in memory; it is never written. */
    static final String PASSWORD = "memory";

    /**
     * Both as Java wants them.
     *
     * @throws InvalidInput if one of them cannot be read or is of another form
     */
    KeyStore keyStore() {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new InvalidInput(HELP, "%s: there is no certificate in it.".formatted(certificate));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey(), PASSWORD.toCharArray(), chain);
            return store;
        } catch (IOException e) {
            throw new InvalidInput(HELP, "%s or %s cannot be read: %s.".formatted(certificate, key, e.getMessage()), e);
        } catch (GeneralSecurityException e) {
            throw new InvalidInput(
                    HELP,
                    "%s and %s are no certificate with its key: %s. Expected PEM, the key as PKCS #8 without password."
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher block = KEY.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidInput(
                    HELP,
                    "%s: there is no block 'BEGIN PRIVATE KEY' in it. Convert the key: openssl pkcs8 -topk8 -nocrypt."
                            .formatted(key));
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        InvalidKeySpecException other = null;
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                other = e;
            }
        }
        throw new GeneralSecurityException("the key is neither RSA nor EC nor Ed25519", other);
    }
}

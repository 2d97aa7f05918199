package io.fieldgate.lake;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;

/** An S3 with a bucket, whose objects are files of a folder. It makes an object that must be new by a hard link. */
final class S3Server {
    static final String BUCKET = "lake";

    private static final String KEY = "plant-a";
    private static final String SECRET = "pump";

    private final Path folder;
    private S3Proxy server;
    private int port;

    S3Server(Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(bucket());
        server = start();
    }

    private S3Proxy start() throws Exception {
        Properties store = new Properties();
        store.setProperty("jclouds.filesystem.basedir", folder.toString());
        S3Proxy started = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", store))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .build();
        started.start();
        port = started.getPort();
        return started;
    }

    /** What a lake needs to know of it. */
    Map<String, String> properties(String secret) {
        return Map.of(
                "fs.s3a.endpoint",
                "http://127.0.0.1:" + port,
                "fs.s3a.endpoint.region",
                "us-east-1",
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.buffer.dir",
                folder.resolveSibling("uploads").toString(),
                "fs.s3a.access.key",
                KEY,
                "fs.s3a.secret.key",
                secret);
    }

    Map<String, String> properties() {
        return properties(SECRET);
    }

    Path bucket() {
        return folder.resolve(BUCKET);
    }

    int port() {
        return port;
    }

    void leave() throws Exception {
        server.stop();
    }

    void comeBack() throws Exception {
        server = start();
    }
}

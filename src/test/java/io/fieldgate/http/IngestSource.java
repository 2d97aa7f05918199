package io.fieldgate.http;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.fault.FaultProxy;
import io.fieldgate.http.IngestProperties.Idempotency;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/**
 * {@code ingest:} in a web server that stays while routes come and go, and clients that do as they are told: each has a key of
 * its own, sends one message after the other, and a message again until it is answered with 202 or a refusal.
 */
public final class IngestSource extends CamelSource {
    private static final int MAX_IN_FLIGHT = 3;
    private static final Duration PATIENCE_OF_CLIENTS = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Tomcat tomcat = new Tomcat();
    private Path folder = Path.of("");
    private FaultProxy proxy;
    private HttpClient http;
    private volatile IngestFilter filter;

    @Override
    public String name() {
        return "HTTP (`ingest:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.THE_RIGHT_PLACE,
                "requests stand in no row: each is answered for itself, and comes again when its client got no answer.");
    }

    @Override
    public boolean buriesLetters() {
        return false;
    }

    @Override
    public int atOnce() {
        return MAX_IN_FLIGHT;
    }

    @Override
    public void open() throws Exception {
        folder = Files.createTempDirectory("ingest");
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        // Nothing passes a filter where no servlet is.
        Wrapper nobody = Tomcat.addServlet(context, "nobody", new HttpServlet() {});
        nobody.setAsyncSupported(true);
        nobody.addMapping("/");
        FilterDef definition = new FilterDef();
        definition.setFilterName("ingest");
        definition.setAsyncSupported("true");
        definition.setFilter((Filter) (request, response, next) -> filter.doFilter(request, response, next));
        context.addFilterDef(definition);
        FilterMap all = new FilterMap();
        all.setFilterName("ingest");
        all.addURLPattern("/*");
        context.addFilterMap(all);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
        proxy = new FaultProxy(tomcat.getConnector().getLocalPort());
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE_OF_CLIENTS)
                .build();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        IngestComponent component =
                new IngestComponent(properties(folder), new Listening("127.0.0.1", proxy.port(), true, false));
        camel.addComponent("ingest", component);
        filter = new IngestFilter(component, "contract", List.of(), () -> false);
    }

    /** Of one that keeps what it remembers in a folder. */
    static IngestProperties properties(Path folder) {
        return new IngestProperties(
                folder.resolve("tokens.yaml"),
                false,
                List.of(),
                DataSize.ofKilobytes(1),
                DataSize.ofKilobytes(1),
                1,
                MAX_IN_FLIGHT,
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                20_000,
                40_000,
                new Idempotency(folder.resolve("idempotency"), Duration.ofHours(1), 1_000, DataSize.ofMegabytes(1)));
    }

    /** How much may be on its way is the component's. */
    @Override
    protected String uri(int window) {
        return "ingest:/contract/{device}?format=bytes";
    }

    @Override
    public void give(List<Item> items) throws Exception {
        Map<String, List<Item>> keys = items.stream().collect(Collectors.groupingBy(Item::key));
        List<Callable<Void>> all = keys.values().stream()
                .<Callable<Void>>map(own -> () -> {
                    for (Item item : own) {
                        post(item);
                    }
                    return null;
                })
                .toList();
        for (Future<Void> client : clients.invokeAll(all)) {
            client.get();
        }
    }

    private void post(Item item) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + proxy.port() + "/contract/" + item.key()))
                .timeout(PATIENCE_OF_CLIENTS)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString(item.body()))
                .build();
        while (true) {
            try {
                int status = http.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 202 || status == 422) {
                    return;
                }
                if (status != 503) {
                    throw new IllegalStateException("an answer that no client of this kind gets: " + status);
                }
            } catch (IOException away) {
                // Cut off, or no answer in time.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void cut() throws Exception {
        proxy.sever();
    }

    @Override
    public void restore() throws Exception {
        proxy.restore();
    }

    @Override
    public void close() throws Exception {
        clients.shutdownNow();
        proxy.close();
        tomcat.stop();
        tomcat.destroy();
        FileSystemUtils.deleteRecursively(folder);
    }
}

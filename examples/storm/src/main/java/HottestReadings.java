import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.storm.Config;
import org.apache.storm.LocalCluster;
import org.apache.storm.kafka.spout.FirstPollOffsetStrategy;
import org.apache.storm.kafka.spout.KafkaSpout;
import org.apache.storm.kafka.spout.KafkaSpoutConfig;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/** Prints for each reading how many its device has sent so far, and the hottest of them. */
public final class HottestReadings {
    /** Readings that are still to come; shared with the bolts, as they run in this process. */
    private static CountDownLatch left = new CountDownLatch(1);

    private HottestReadings() {}

    /** Options as pom.xml passes them: brokers, topic, where a new group begins, after how many readings to end. */
    public static void main(String[] options) throws Exception {
        int readings = Integer.parseInt(options[3]);
        left = new CountDownLatch(readings == 0 ? Integer.MAX_VALUE : readings);

        // A record is acknowledged when the bolt has had it, and comes again when that takes too long: at least once.
        KafkaSpoutConfig<String, String> spout = KafkaSpoutConfig.builder(options[0], options[1])
                .setProp("group.id", "example-storm")
                .setProcessingGuarantee(KafkaSpoutConfig.ProcessingGuarantee.AT_LEAST_ONCE)
                .setFirstPollOffsetStrategy(FirstPollOffsetStrategy.valueOf("UNCOMMITTED_" + options[2]))
                .setRecordTranslator(
                        record -> new Values(record.key(), record.value()), new Fields("device", "payload"))
                .build();

        TopologyBuilder topology = new TopologyBuilder();
        topology.setSpout("readings", new KafkaSpout<>(spout), 1);
        // All readings of a device come to the same of the two bolts, in their order.
        topology.setBolt("hottest", new Hottest(), 2).fieldsGrouping("readings", new Fields("device"));

        Config config = new Config();
        config.setMessageTimeoutSecs(30);
        try (LocalCluster cluster = new LocalCluster();
                LocalCluster.LocalTopology running =
                        cluster.submitTopology("hottest-readings", config, topology.createTopology())) {
            left.await();
        }
        System.exit(0);
    }

    /** What it remembers ends with it; a topology that must not forget uses Storm's stateful bolts. */
    private static final class Hottest extends BaseRichBolt {
        private transient OutputCollector collector;
        private transient ObjectMapper json;
        private transient Map<String, Integer> counts;
        private transient Map<String, Double> hottest;

        @Override
        public void prepare(Map<String, Object> config, TopologyContext context, OutputCollector output) {
            collector = output;
            json = new ObjectMapper();
            counts = new HashMap<>();
            hottest = new HashMap<>();
        }

        @Override
        public void execute(Tuple reading) {
            String device = reading.getStringByField("device");
            try {
                JsonNode temperature =
                        json.readTree(reading.getStringByField("payload")).path("temperature");
                if (temperature.isNumber()) {
                    System.out.printf(
                            Locale.ROOT,
                            "%s\t%d\t%.2f%n",
                            device,
                            counts.merge(device, 1, Integer::sum),
                            hottest.merge(device, temperature.asDouble(), Math::max));
                    left.countDown();
                }
            } catch (JsonProcessingException noJson) {
                // It will be none the next time either.
                collector.reportError(noJson);
            }
            collector.ack(reading);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}

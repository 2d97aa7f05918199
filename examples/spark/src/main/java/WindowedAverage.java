import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.window;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** Prints the average temperature of each device in each window of time, and anew when more of a window has come. */
public final class WindowedAverage {
    private WindowedAverage() {}

    /** Options as pom.xml passes them: brokers, topic, length of a window, where to begin, whether to end, where to remember. */
    public static void main(String[] options) throws Exception {
        SparkSession spark = SparkSession.builder()
                .appName("fieldgate-example")
                .master("local[2]")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                // Each part of a window's state is a task; two cores have little use for the 200 that are the default.
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();

        // The key of a record is its device, its timestamp when the gateway has received it.
        Dataset<Row> readings = spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", options[0])
                .option("subscribe", options[1])
                .option("startingOffsets", options[3])
                .load()
                .select(
                        col("key").cast("string").as("device"),
                        col("timestamp"),
                        get_json_object(col("value").cast("string"), "$.temperature")
                                .cast("double")
                                .as("temperature"))
                .where(col("temperature").isNotNull());

        // What comes a minute later than the newest of all is left out, and the state of its window is given up.
        Dataset<Row> averages = readings.withWatermark("timestamp", "1 minute")
                .groupBy(window(col("timestamp"), options[2]), col("device"))
                .agg(avg("temperature").as("average"), count("*").as("readings"))
                .select("window.start", "device", "average", "readings");

        boolean once = Boolean.parseBoolean(options[4]);
        averages.writeStream()
                .outputMode("update")
                .option("checkpointLocation", options[5])
                .trigger(once ? Trigger.AvailableNow() : Trigger.ProcessingTime("2 seconds"))
                .foreachBatch((Dataset<Row> batch, Long number) ->
                        batch.orderBy("start", "device").collectAsList().forEach(WindowedAverage::print))
                .start()
                .awaitTermination();
    }

    private static void print(Row row) {
        System.out.printf(
                Locale.ROOT,
                "%s\t%s\t%.2f\t%d%n",
                row.getTimestamp(0).toInstant(),
                row.getString(1),
                row.getDouble(2),
                row.getLong(3));
    }
}

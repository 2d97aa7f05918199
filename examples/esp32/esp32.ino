/*
 * A device: takes a reading every ten seconds, publishes it by MQTT with QoS 1, and keeps it in memory until the broker
 * has acknowledged it.
 *
 * For the Arduino core for ESP32, 3.0 or later. The MQTT client is Espressif's esp-mqtt, which comes with the core. It
 * repeats what is not acknowledged, but forgets it after 30 s, so readings wait here and are published again until the
 * broker has them.
 */
#include <WiFi.h>
#include <atomic>
#include <mqtt_client.h>
#include <time.h>

static const char WIFI_NAME[] = "plant";
static const char WIFI_PASSWORD[] = "change-me";

// Another name for each device: the broker knows the session by it.
static const char DEVICE[] = "esp32-1";
static const char TELEMETRY[] = "plant/north/esp32-1/telemetry";
static const char STATUS[] = "plant/north/esp32-1/status";

static const char BROKER[] = "mqtt://192.0.2.10:1883";
static const char BROKER_USER[] = "esp32-1";
static const char BROKER_PASSWORD[] = "change-me";

// With TLS the broker's address is mqtts://broker.example:8883, the name that stands in its certificate, and AUTHORITY is
// the certificate of the authority that has signed it. Take the comment marks away here and in startMqtt().
// static const char AUTHORITY[] = R"(-----BEGIN CERTIFICATE-----
// ...
// -----END CERTIFICATE-----
// )";

static const uint32_t READING_EVERY_MS = 10000;
// Longer than esp-mqtt repeats a message by itself, 30 s.
static const uint32_t PUBLISH_AGAIN_AFTER_MS = 35000;
// What waits while there is no connection: 16 bytes each, so 100 minutes of readings in 10 KB. A restart loses them.
static const size_t MOST_WAITING = 600;

struct Reading {
  time_t at; // seconds since 1970, UTC
  float temperature;
};

// A ring, oldest first; only loop() touches it.
static Reading waiting[MOST_WAITING];
static size_t oldest = 0;
static size_t waitingCount = 0;
static uint32_t dropped = 0;

// The message id under which the oldest is on its way, or -1.
static int underWay = -1;
static uint32_t publishedAt = 0;

static esp_mqtt_client_handle_t client;
// esp-mqtt calls back in a task of its own, which only passes on what has happened.
static std::atomic<bool> connected{false};
static QueueHandle_t acknowledged;

static void onMqttEvent(void *, esp_event_base_t, int32_t id, void *data) {
  auto *event = static_cast<esp_mqtt_event_handle_t>(data);
  switch (id) {
    case MQTT_EVENT_CONNECTED:
      // QoS 0, because it tells nothing that a reading does not.
      esp_mqtt_client_publish(client, STATUS, "online", 0, 0, true);
      connected = true;
      break;
    case MQTT_EVENT_DISCONNECTED:
      connected = false;
      break;
    case MQTT_EVENT_PUBLISHED:
      // The broker has acknowledged it.
      xQueueSend(acknowledged, &event->msg_id, 0);
      break;
    case MQTT_EVENT_ERROR:
      Serial.println("MQTT: no connection, or the broker refuses the login");
      break;
    default:
      break;
  }
}

static void startMqtt() {
  esp_mqtt_client_config_t config = {};
  config.broker.address.uri = BROKER;
  // config.broker.verification.certificate = AUTHORITY;
  config.credentials.client_id = DEVICE;
  config.credentials.username = BROKER_USER;
  config.credentials.authentication.password = BROKER_PASSWORD;
  config.session.keepalive = 30;
  config.session.disable_clean_session = true;
  // What the broker publishes for us when we are gone without a word.
  config.session.last_will.topic = STATUS;
  config.session.last_will.msg = "offline";
  config.session.last_will.qos = 1;
  config.session.last_will.retain = true;
  config.network.reconnect_timeout_ms = 2000;
  client = esp_mqtt_client_init(&config);
  esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, onMqttEvent, nullptr);
  esp_mqtt_client_start(client);
}

void setup() {
  Serial.begin(115200);
  acknowledged = xQueueCreate(16, sizeof(int));
  // Both come back by themselves after each loss.
  WiFi.begin(WIFI_NAME, WIFI_PASSWORD);
  configTime(0, 0, "pool.ntp.org");
  startMqtt();
}

static void takeReading() {
  static uint32_t last = 0;
  // Before the clock is set, a while after the first connection, a reading would have no time.
  bool clockIsSet = time(nullptr) > 1700000000;
  if (!clockIsSet || (last != 0 && millis() - last < READING_EVERY_MS)) {
    return;
  }
  last = millis();
  if (waitingCount == MOST_WAITING) {
    // The oldest goes. Nobody waits for its acknowledgement any more.
    oldest = (oldest + 1) % MOST_WAITING;
    waitingCount--;
    underWay = -1;
    dropped++;
  }
  // The chip's own temperature; put your sensor here.
  waiting[(oldest + waitingCount) % MOST_WAITING] = {time(nullptr), temperatureRead()};
  waitingCount++;
}

static void publishOldest() {
  int id;
  while (xQueueReceive(acknowledged, &id, 0) == pdTRUE) {
    if (underWay >= 0 && id == underWay) {
      oldest = (oldest + 1) % MOST_WAITING;
      waitingCount--;
      underWay = -1;
    }
  }
  if (underWay >= 0 && millis() - publishedAt > PUBLISH_AGAIN_AFTER_MS) {
    underWay = -1;
  }
  if (waitingCount == 0 || underWay >= 0 || !connected) {
    return;
  }
  const Reading &reading = waiting[oldest];
  char at[sizeof "2026-01-01T00:00:00Z"];
  struct tm utc;
  strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&reading.at, &utc));
  char payload[96];
  snprintf(payload, sizeof payload, "{\"ts\":\"%s\",\"temperature\":%.1f}", at, reading.temperature);
  // Less than 0: there is no connection after all. The next loop tries again.
  underWay = esp_mqtt_client_publish(client, TELEMETRY, payload, 0, 1, false);
  publishedAt = millis();
  Serial.printf(
      "%s, %u waiting, %u dropped\n", payload, static_cast<unsigned>(waitingCount), static_cast<unsigned>(dropped));
}

void loop() {
  takeReading();
  publishOldest();
  delay(50);
}

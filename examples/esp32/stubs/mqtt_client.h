// What the sketch uses of esp-mqtt, with the names and types that its header of the ESP-IDF 5 has; see WiFi.h beside it.
#pragma once
#include <cstdint>

using esp_err_t = int;
using esp_event_base_t = const char *;
using esp_event_handler_t = void (*)(void *argument, esp_event_base_t base, int32_t id, void *data);
using esp_mqtt_client_handle_t = struct esp_mqtt_client *;

enum esp_mqtt_event_id_t {
  MQTT_EVENT_ANY = -1,
  MQTT_EVENT_ERROR,
  MQTT_EVENT_CONNECTED,
  MQTT_EVENT_DISCONNECTED,
  MQTT_EVENT_PUBLISHED,
};

struct esp_mqtt_event_t {
  int msg_id;
};
using esp_mqtt_event_handle_t = esp_mqtt_event_t *;

struct esp_mqtt_client_config_t {
  struct {
    struct {
      const char *uri;
    } address;
    struct {
      const char *certificate;
    } verification;
  } broker;
  struct {
    const char *username;
    const char *client_id;
    struct {
      const char *password;
    } authentication;
  } credentials;
  struct {
    struct {
      const char *topic;
      const char *msg;
      int qos;
      int retain;
    } last_will;
    bool disable_clean_session;
    int keepalive;
  } session;
  struct {
    int reconnect_timeout_ms;
  } network;
};

esp_mqtt_client_handle_t esp_mqtt_client_init(const esp_mqtt_client_config_t *config);
esp_err_t esp_mqtt_client_register_event(
    esp_mqtt_client_handle_t client, esp_mqtt_event_id_t event, esp_event_handler_t handler, void *argument);
esp_err_t esp_mqtt_client_start(esp_mqtt_client_handle_t client);
int esp_mqtt_client_publish(
    esp_mqtt_client_handle_t client, const char *topic, const char *data, int length, int qos, int retain);

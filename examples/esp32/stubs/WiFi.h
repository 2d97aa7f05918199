// What the sketch calls of the Arduino core for ESP32 and of FreeRTOS, declared for `examples/run esp32`, so that a compiler of this
// machine can check the sketch where arduino-cli is not. Nothing here is ever run.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>

struct HardwareSerial {
  void begin(unsigned long baud);
  size_t println(const char text[]);
  size_t printf(const char *format, ...) __attribute__((format(printf, 2, 3)));
};
extern HardwareSerial Serial;

struct WiFiClass {
  int begin(const char *name, const char *password);
};
extern WiFiClass WiFi;

unsigned long millis();
void delay(uint32_t ms);
float temperatureRead();
void configTime(long offset, int daylightOffset, const char *server);

using QueueHandle_t = struct QueueDefinition *;
using BaseType_t = int;
using TickType_t = uint32_t;
constexpr BaseType_t pdTRUE = 1;
QueueHandle_t xQueueCreate(uint32_t length, uint32_t itemSize);
BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t wait);
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t wait);

/**
 * Who is told of alerts: reads the topic {@code alerts}, groups, silences and inhibits as Prometheus' Alertmanager does, and
 * tells receivers. What is decided is pure, time is an argument. Its way to POST serves routes too, as {@code webhook:}.
 */
@NullMarked
package io.fieldgate.notify;

import org.jspecify.annotations.NullMarked;

package io.fieldgate.observe.live;

/** What those who look at the gateway are told. */
public sealed interface LiveItem permits Tick, LiveEvent {}

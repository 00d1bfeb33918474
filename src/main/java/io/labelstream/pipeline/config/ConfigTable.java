package io.labelstream.pipeline.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The configuration's documentation, from the keys themselves. */
final class ConfigTable {
  private static final String SLOT_PLACEHOLDER = ConfigKeys.slotPrefix("<name>");

  private ConfigTable() {}

  static String markdown() {
    final StringBuilder table = new StringBuilder();
    table.append("| Key | Meaning | Values | Default |\n|---|---|---|---|\n");
    ConfigKeys.common().configKeys().values().forEach(key -> row("", key, table));
    ConfigKeys.slot().configKeys().values().forEach(key -> row(SLOT_PLACEHOLDER, key, table));
    table.append("\nKafka's settings that differ from Kafka's own defaults, each overridden by setting it:\n\n");
    table.append("| Key | Value | Why |\n|---|---|---|\n");
    for (final TunedDefault tuned : TunedDefault.ALL) {
      cells(List.of(code(ConfigKeys.KAFKA_PREFIX + tuned.key()), code(tuned.value()), tuned.reason()), table);
    }
    return table.toString();
  }

  private static void row(final String prefix, final ConfigKey key, final StringBuilder table) {
    cells(List.of(code(prefix + key.name), key.documentation, values(key), defaultValue(key)), table);
  }

  private static String values(final ConfigKey key) {
    return key.validator == null ? type(key.type) : key.validator.toString();
  }

  private static String type(final Type type) {
    return type == Type.PASSWORD ? "secret" : "text";
  }

  private static String defaultValue(final ConfigKey key) {
    final String value = key.type == Type.PASSWORD ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
    return value.isEmpty() ? "(empty)" : code(value);
  }

  private static String code(final String text) {
    return "`" + text + "`";
  }

  private static void cells(final List<String> cells, final StringBuilder table) {
    table.append("| ");
    table.append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()));
    table.append(" |\n");
  }
}

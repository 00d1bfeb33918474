package io.labelstream.observe;

import java.util.List;
import java.util.Locale;

/**
 * Our metrics: names, labels and meanings. No other class has any of these. The table in {@code src/docs/operating.md} is made from these.
 *
 * <p>Label values are names of slots, versions, steps and codes; none comes from a record.
 */
public enum MetricFamily {
  PIPELINE_STATE("labelstream_pipeline_state", Type.GAUGE, "1 for the state that the pipeline is in, 0 for the others", MetricFamily.STATE),
  READ("labelstream_records_read_total", Type.COUNTER, "records read from the input topic"),
  WRITTEN("labelstream_records_written_total", Type.COUNTER, "records written to the output topic"),
  LABELLED("labelstream_records_labelled_total", Type.COUNTER, "records that a version of a slot labelled", MetricFamily.SLOT, MetricFamily.MODEL, MetricFamily.VERSION),
  DEAD_LETTERS("labelstream_dead_letters_total", Type.COUNTER, "records that became dead letters", MetricFamily.REASON),
  PROCESSING("labelstream_processing_seconds", Type.HISTOGRAM, "time from taking a record to having its labels encoded"),
  DELAY("labelstream_delay_seconds", Type.HISTOGRAM, "time from a record's timestamp to having its labels encoded"),
  ACTIVE_VERSION("labelstream_active_version_info", Type.INFO, "1 for each version that serves records of the present, with its traffic",
      MetricFamily.SLOT, MetricFamily.MODEL, MetricFamily.VERSION, MetricFamily.DIGEST, MetricFamily.TRAFFIC),
  MODEL_BYTES("labelstream_model_resident_bytes", Type.GAUGE,
      "memory outside the heap of a slot's open version; versions with the same bytes share it, and each shows all of it",
      MetricFamily.SLOT, MetricFamily.MODEL, MetricFamily.VERSION),
  RESIDENT_BYTES("labelstream_resident_bytes", Type.GAUGE, "memory outside the heap of all open models"),
  BUDGET_BYTES("labelstream_memory_budget_bytes", Type.GAUGE, "`labelstream.rollout.memory.bytes`"),
  HOLDS("labelstream_holds", Type.GAUGE, "claims of stream tasks on open models"),
  REJECTIONS("labelstream_rejections_total", Type.COUNTER, "announcements and models that were not taken", MetricFamily.CODE),
  SWAP_STEP("labelstream_swap_step_seconds", Type.GAUGE, "how long a step of the slot's latest preparation took", MetricFamily.SLOT, MetricFamily.STEP),
  SHADOW("labelstream_shadow_records_total", Type.COUNTER,
      "records on which a shadow version agreed or disagreed with the live one; shed: it was not asked, as the record was late or its model not open; failed",
      MetricFamily.SLOT, MetricFamily.OUTCOME),
  CONTROL_CAUGHT_UP("labelstream_control_caught_up", Type.GAUGE, "1 while records of the present may be labelled, 0 while announcements may be unread"),
  CONTROL_LAG("labelstream_control_lag", Type.GAUGE, "records of the control topic that have not been read yet"),
  CONTROL_POSITION("labelstream_control_position", Type.GAUGE, "offset of the control record to be read next"),
  CONFIRMATION_AGE("labelstream_control_confirmation_age_seconds", Type.GAUGE, "time since all announcements were last known to be read"),
  WAITS("labelstream_waits_total", Type.COUNTER, "records that waited for their model version, or until it was known which one is theirs"),
  WAIT_TIME("labelstream_wait_seconds_total", Type.COUNTER, "time that records waited for their model version, or until it was known which one is theirs"),
  CONFIG_DIFFERS("labelstream_config_differs", Type.GAUGE,
      "living instances of the application whose configuration differs from this one's in a part that decides which version labels", MetricFamily.PART),
  DUPLICATE_INSTANCE("labelstream_duplicate_instance", Type.GAUGE, "1 while another process lives under the name of this instance"),
  METERS_REFUSED("labelstream_meters_refused_total", Type.COUNTER, "metrics of the JVM and of Kafka that cannot be shown; the log names each"),
  PROCESS_BYTES("process_resident_memory_bytes", Type.GAUGE, "memory of the whole process, where the system tells it");

  static final String SLOT = "slot";
  static final String MODEL = "model";
  static final String VERSION = "version";
  static final String DIGEST = "sha256";
  static final String TRAFFIC = "traffic";
  static final String STATE = "state";
  static final String REASON = "reason";
  static final String CODE = "code";
  static final String STEP = "step";
  static final String PART = "part";
  static final String OUTCOME = "outcome";

  /** The kind of number. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** A gauge of 1 that is there for its labels. */
    INFO
  }

  private final String prometheusName;
  private final Type type;
  private final String help;
  private final List<String> labels;

  MetricFamily(final String prometheusName, final Type type, final String help, final String... labels) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name as it is scraped; a histogram's series have endings behind it. */
  public String prometheusName() {
    return prometheusName;
  }

  /** The kind. */
  public Type type() {
    return type;
  }

  /** The meaning, as Markdown on one line. */
  public String help() {
    return help;
  }

  /** The names of its labels. */
  public List<String> labels() {
    return labels;
  }

  /** All families as a Markdown table. */
  public static String markdownTable() {
    final StringBuilder table = new StringBuilder("| metric | type | labels | meaning |\n|---|---|---|---|\n");
    for (final MetricFamily family : values()) {
      table.append("| `").append(family.prometheusName).append("` | ").append(family.type.name().toLowerCase(Locale.ROOT)).append(" | ")
          .append(String.join(", ", family.labels)).append(" | ").append(family.help).append(" |\n");
    }
    return table.toString();
  }
}

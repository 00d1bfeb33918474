package io.labelstream.cli.verb;

/** The exit statuses of the process. The table in {@code src/docs/operating.md} is made from these. */
public enum ExitCode {
  OK(0, "done; also when the reader of our output has gone away, as `head -1` does"),
  FAILED(1, "an error that has no code of its own; `--debug` shows where"),
  USAGE(2, "the command line is wrong"),
  CONFIGURATION(3, "the configuration is wrong"),
  FILE_UNREADABLE(4, "a file is missing or cannot be read"),
  OUTPUT_FAILED(5, "our output cannot be written"),
  MODEL_REFUSED(6, "the model file is damaged or of a kind that is not supported"),
  BROKER_UNREACHABLE(7, "no Kafka broker answers"),
  TOPIC_MISSING(8, "a topic does not exist and is not to be created, or the input topic was deleted while the pipeline ran"),
  REGISTRY_UNREACHABLE(9, "the schema registry does not answer or refuses"),
  BROKER_REFUSED(10, "the broker answers and refuses: credentials, rights or limits"),
  PIPELINE_FAILED(11, "the pipeline ran and stopped by itself because of an error"),
  PORT_TAKEN(12, "a port to listen on is in use"),
  OUT_OF_MEMORY(13, "the heap is too small; where `run` has no room for its input, the line names the record and the command that skips it"),
  CONTROL_TOPIC_UNFIT(14, "the control topic is missing, or it or the artefact topic is not set up as announcements need it"),
  ANNOUNCEMENT_REFUSED(15, "the announcement is, or would be, refused by every instance; the line has code and remedy"),
  ROLLOUT_WITHDRAWN(16, "`--wait`: an instance rejected the version or objected to it, the time was up, or no instance lives; the version was withdrawn"),
  NOT_READY(17, "`status --fail-unless-ready`: a live instance lacks an active version, or no instance lives"),
  REPLAY_DIFFERS(18, "`replay-verify`: emitted labels are not those that the control topic gives"),
  DATA_REFUSED(19, "labelled texts are not in their format, or cannot be trained on or measured with"),
  TRAINING_DIVERGED(20, "weights became infinite or not a number in training; a lower learning rate helps"),
  BELOW_TARGET(21, "`evaluate --fail-under`: the accuracy is lower"),
  COMPRESSION_IMPOSSIBLE(22, "`compress`: the model cannot be compressed, or not to the size that was asked for"),
  NOTHING_FOUND(23, "`tune`: no trial ended in time, or none gave a model"),
  DUPLICATE_INSTANCE(24, "`run`: another process lives under the instance's name"),
  CONFIG_DIFFERS(25, "`announce`: live instances of one application are configured differently, and `--force` is not given; nothing is announced"),
  REPLAY_INCOMPLETE(26, "`replay-verify`: nothing differs, but some records could not be compared, since their version is not available here"),
  SLOT_MISSING(27, "`announce`: there are live instances, but none has the slot, and `--force` is not given; nothing is announced"),
  TOOL_MISSING(69, "the launcher finds no JDK 25 or no Maven"),
  BUILD_FAILED(70, "the launcher cannot build the program"),
  BUILD_FORBIDDEN(73, "the launcher cannot write where the program has to be built"),
  INTERRUPTED(130, "Ctrl-C (SIGINT), after a clean stop; `demo` ends with 0 instead"),
  TERMINATED(143, "SIGTERM, after a clean stop; `demo` ends with 0 instead");

  private final int code;
  private final String meaning;

  ExitCode(final int code, final String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }

  /** The status in words, as Markdown on one line. */
  public String meaning() {
    return meaning;
  }

  /** All codes as a Markdown table. */
  public static String markdownTable() {
    final StringBuilder table = new StringBuilder("| exit status | name | meaning |\n|---|---|---|\n");
    for (final ExitCode exit : values()) {
      table.append("| ").append(exit.code).append(" | `").append(exit.name()).append("` | ").append(exit.meaning).append(" |\n");
    }
    return table.toString();
  }
}

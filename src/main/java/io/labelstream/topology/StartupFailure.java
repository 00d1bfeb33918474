package io.labelstream.topology;



/** Why a pipeline does not start, or has ended by itself. One value, one documented exit code of the command line. */
public enum StartupFailure {
  /** The configuration is wrong or contradicts itself. */
  CONFIGURATION("a setting is unknown, missing or out of its range"),
  /** A model file is not there or cannot be read. */
  MODEL_MISSING("a model file cannot be read"),
  /** A model file was read and is not a sound model. */
  MODEL_REFUSED("a model file is damaged or not supported"),
  /** No broker answers. */
  BROKER_UNREACHABLE("no broker answers at the bootstrap servers"),
  /** A broker answers and refuses: credentials, rights, or an operation it does not do. */
  BROKER_REFUSED("the broker refuses: credentials, rights or limits"),
  /** A topic does not exist and may not be created, or the input topic was deleted while the pipeline ran. */
  TOPIC_MISSING("a topic does not exist"),
  /** The control topic is missing, or its settings would lose or reorder announcements. */
  CONTROL_TOPIC_UNFIT("the control topic is missing, or not set up as announcements need it"),
  /** Another live process has the instance's name. */
  DUPLICATE_INSTANCE("another process lives under the name of the instance"),
  /** The schema registry does not answer, or refuses. */
  REGISTRY_UNREACHABLE("the schema registry does not answer or refuses"),
  /** The heap of a running pipeline is too small. */
  OUT_OF_MEMORY("the heap is too small"),
  /** A running pipeline has failed again and again, for a reason that is not a record's. */
  STREAM_FAILED("the running pipeline has failed and stopped");

  private final String meaning;

  StartupFailure(final String meaning) {
    this.meaning = meaning;
  }

  /** The failure in words, for people. */
  public String meaning() {
    return meaning;
  }
}

package io.labelstream.rollout.control;

import java.util.Locale;

/**
 * The reasons for which an announcement or a model is not taken: in the log, the metrics, the status topic and the documentation. In every case the version
 * that served before goes on.
 */
public enum RejectionCode {
  /** The record's value is neither an announcement nor a verdict. */
  UNREADABLE("the control record is neither an announcement nor a verdict", "find who else writes to the control topic; announce with `announce`"),
  /** The record's value is an announcement of a schema that this release does not know. */
  UNKNOWN_SCHEMA("the announcement has a schema that this release does not know", "update the instances before the tool that announces"),
  /** The record has no value, or no key. */
  NULL_VALUE("the control record has no value, or no key", "entries are never deleted: withdraw a version, or roll back"),
  /** A field is out of its range. */
  INVALID("a field of the announcement is out of its range", "announce again with the field corrected"),
  /** A record of the control or the artefact topic is larger than any may be; it is passed over, together with all that follows it in its batch. */
  RECORD_TOO_LARGE("the record is larger than any that is meant for its topic", "find who else writes to the topic, and who sent the batch"),
  /** The record's key was used before; the first record with it stands. */
  DUPLICATE("the key was announced before, and entries are immutable", "announce again, which takes the next sequence"),
  /** The key is not the announcement's, or it was made for another cluster. */
  REPLAYED("the announcement was made for another key or another cluster", "find who copied it; announce anew"),
  /** No signature where a public key is configured. */
  UNSIGNED("the announcement is not signed", "announce with `--sign KEY`"),
  /** The signature is not one of the configured keys over these bytes. */
  BAD_SIGNATURE("the signature is not by a trusted key, or the announcement was changed", "sign with a key whose public half the instances have"),
  /** The name and version were announced before with other bytes. */
  VERSION_CONFLICT("the version was announced before with other bytes", "give the new bytes a new version"),
  /** A withdrawal names a version that nobody announced. */
  UNKNOWN_VERSION("the withdrawn version was never announced", "name an announced version; `history` lists them"),
  /** A verdict is about an announcement that does not exist. */
  UNKNOWN_ANNOUNCEMENT("the verdict is about an announcement that does not exist", "find who else writes to the control topic"),
  /** The effective time is nearer than the lead, or past. */
  TOO_LATE("the effective time is less than the lead after the announcement", "announce with a later time, without one, or `--retroactive`"),
  /** Effective from the beginning, but not the slot's first version. */
  NOT_FIRST("effective from the beginning, but the slot has a version already", "announce with `--retroactive` if past records are meant"),
  /** The record's time is its producer's, not the broker's. */
  NO_APPEND_TIME("the control record does not have the broker's append time", "set `message.timestamp.type=LogAppendTime` on the control topic"),
  /** The announcement is taken, but the clocks are so far apart that the version before may have labelled some of its records. */
  CLOCK_SKEW("the clocks of broker and instance differ by more than a quarter of the lead", "synchronise the clocks, or raise the lead"),
  /** The location is not on the allow-list, or leads off it. */
  LOCATION_FORBIDDEN("the location is not allowed", "put the file below an allowed location, or add its folder to `labelstream.rollout.locations`"),
  /** There are no bytes at the location. */
  LOCATION_UNREADABLE("nothing can be read at the location", "check that every instance can read it, or announce with `--upload`"),
  /** The location gave no, or too few, bytes in time. */
  FETCH_TIMED_OUT("the location did not give the bytes in time", "check the storage, or raise `labelstream.rollout.fetch.timeout.ms` and the lead"),
  /** The announced size is over the cap. */
  TOO_LARGE("the artefact is larger than allowed", "raise `labelstream.rollout.max.model.bytes`, or compress the model"),
  /** The location has more or fewer bytes than announced. */
  SIZE_DIFFERS("the artefact's size is not the announced one", "announce the file that is there now"),
  /** The bytes are not the announced ones. */
  DIGEST_DIFFERS("the artefact's digest is not the announced one", "announce the file that is there now; never overwrite an announced file"),
  /** The record at the location is not an index of chunks, contradicts itself, or is another artefact's index. */
  INDEX_REFUSED("the index of the uploaded chunks is not the artefact's", "announce again with `--upload`"),
  /** The bytes are not a sound model. */
  MODEL_REFUSED("the file is damaged or of a kind that is not supported", "check it with `verify`"),
  /** The announced model is of a family that this release does not have. */
  UNKNOWN_FAMILY("the model is of a family that this release does not know", "update the instances before such a model is announced"),
  /** The model is of another family than announced. */
  WRONG_FAMILY("the model is of another family than announced", "announce again; the tool reads the family from the file"),
  /** The slot writes vectors. */
  NO_VECTORS("the model gives no vectors, which its slot writes", "announce a sentence encoder, or set `labelstream.slot.<name>.vector=none`"),
  /** Too little memory is left of the budget. */
  OVER_BUDGET("the model does not fit into the memory budget",
      "raise `labelstream.rollout.memory.bytes`, or set `labelstream.rollout.memory.policy=capacity`"),
  /** The golden samples cannot be read. */
  SAMPLES_UNREADABLE("the golden samples are not in their format", "write them again with `samples`"),
  /** A golden sample got other labels or scores. */
  SAMPLES_DIFFER("the model does not give the labels of its golden samples", "check it with `verify`: file and samples belong to different models"),
  /** The model passed all checks and could not be opened or used. */
  LOAD_FAILED("the model could not be opened for a reason that is not the file's", "look at the detail: memory of the machine, disk for staging"),
  /** The control topic does not exist (any more). */
  CONTROL_TOPIC_MISSING("the control topic does not exist", "create it; `topics` prints how"),
  /** The control topic has more than one partition. */
  CONTROL_TOPIC_PARTITIONS("the control topic has more than one partition", "recreate it with one; order between partitions is undefined"),
  /** The control topic would delete entries. */
  CONTROL_TOPIC_NOT_COMPACTED("the cleanup policy of the control topic is not compaction alone", "set `cleanup.policy=compact` on it"),
  /** The control topic takes its producers' times. */
  CONTROL_TOPIC_TIMESTAMPS("the control topic does not take the broker's append time", "set `message.timestamp.type=LogAppendTime` on it");

  private final String meaning;
  private final String remedy;

  RejectionCode(final String meaning, final String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The code as it stands in status records, logs and metrics, such as {@code digest-differs}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Tells whether a reason can go away by itself. */
  public enum Outlook {
    /** It cannot: somebody has to change something. */
    LASTING,
    /** It may: trying again makes sense. */
    PASSING
  }

  /** Tells whether an instance that meets this reason tries again by itself. */
  public Outlook outlook() {
    return switch (this) {
      case LOCATION_UNREADABLE, FETCH_TIMED_OUT, LOAD_FAILED -> Outlook.PASSING;
      default -> Outlook.LASTING;
    };
  }

  /** The code in words, for people. */
  public String meaning() {
    return meaning;
  }

  /** The remedy, in Markdown. */
  public String remedy() {
    return remedy;
  }
}

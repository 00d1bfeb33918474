package io.labelstream.pipeline.rights;

import java.util.Locale;

/** Somebody who uses a part of a pipeline under a user of their own. Who has several roles needs the rights of each. */
public enum Role {
  INSTANCE("each instance of the pipeline: `run`"),
  CREATOR("an instance that creates topics, besides: `labelstream.topics.create=on`"),
  PRODUCER("whoever publishes texts: `produce`"),
  READER("whoever reads labels: `consume`, and training and evaluation on a topic"),
  OPERATOR("whoever rolls out: `announce`, `withdraw`, `rollback`"),
  UPLOADER("an operator who sends models through Kafka, besides: `announce --upload`"),
  WATCHER("whoever looks on: `status`, `history`"),
  PRUNER("whoever deletes unneeded models: `prune-artifacts`"),
  VERIFIER("whoever labels again and compares: `replay-verify`");

  private final String meaning;

  Role(final String meaning) {
    this.meaning = meaning;
  }

  /** The role's name on the command line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role in words, as Markdown on one line. */
  public String meaning() {
    return meaning;
  }
}

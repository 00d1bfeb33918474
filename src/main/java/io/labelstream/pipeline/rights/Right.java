package io.labelstream.pipeline.rights;

import static io.labelstream.pipeline.rights.Role.CREATOR;
import static io.labelstream.pipeline.rights.Role.INSTANCE;
import static io.labelstream.pipeline.rights.Role.OPERATOR;
import static io.labelstream.pipeline.rights.Role.PRODUCER;
import static io.labelstream.pipeline.rights.Role.PRUNER;
import static io.labelstream.pipeline.rights.Role.READER;
import static io.labelstream.pipeline.rights.Role.UPLOADER;
import static io.labelstream.pipeline.rights.Role.VERIFIER;
import static io.labelstream.pipeline.rights.Role.WATCHER;
import static io.labelstream.pipeline.rights.Subject.ARTIFACTS;
import static io.labelstream.pipeline.rights.Subject.CONTROL;
import static io.labelstream.pipeline.rights.Subject.DEAD_LETTERS;
import static io.labelstream.pipeline.rights.Subject.GROUP;
import static io.labelstream.pipeline.rights.Subject.INPUT;
import static io.labelstream.pipeline.rights.Subject.OUTPUT;
import static io.labelstream.pipeline.rights.Subject.SHADOW;
import static io.labelstream.pipeline.rights.Subject.STATUS;
import static io.labelstream.pipeline.rights.Subject.TRANSACTIONS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.labelstream.rollout.kafka.AclCommand;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A right that a role needs. Read, Write and Delete include Describe, which is therefore never listed.
 *
 * @param operation the operation on the subject
 * @param need what is missing without it
 * @param reason what it is for, in words
 */
public record Right(Role role, Subject subject, AclOperation operation, Need need, String reason) {
  /** All rights, by role: the fewest with which everything works. The table in {@code src/docs/operating.md} is made from these. */
  public static final List<Right> ALL = List.of(
      needed(INSTANCE, INPUT, READ, "texts"),
      advised(INSTANCE, INPUT, "the size and timestamps of records that it takes; without it, Kafka's defaults are taken to hold"),
      needed(INSTANCE, OUTPUT, WRITE, "labels"),
      advised(INSTANCE, OUTPUT, "the largest record that it takes; without it, Kafka's default is taken to hold"),
      needed(INSTANCE, DEAD_LETTERS, WRITE, "dead letters"),
      advised(INSTANCE, DEAD_LETTERS, "as for the output topic"),
      needed(INSTANCE, SHADOW, WRITE, "disagreements"),
      advised(INSTANCE, SHADOW, "as for the output topic"),
      needed(INSTANCE, CONTROL, READ, "announcements"),
      needed(INSTANCE, CONTROL, WRITE, "proofs and vetoes"),
      advised(INSTANCE, CONTROL, "faults of its settings; without it, they are taken to be right"),
      needed(INSTANCE, STATUS, READ, "states and signs of life of the others"),
      needed(INSTANCE, STATUS, WRITE, "its own"),
      new Right(INSTANCE, ARTIFACTS, READ, Need.ADVISED, "models that were uploaded; without it, these are rejected"),
      advised(INSTANCE, ARTIFACTS, "as for the control topic"),
      needed(INSTANCE, GROUP, READ, "the consumer group"),
      needed(INSTANCE, TRANSACTIONS, WRITE, "exactly once"),
      needed(CREATOR, OUTPUT, CREATE, "the topic, where it is missing"),
      needed(CREATOR, DEAD_LETTERS, CREATE, "the same"),
      needed(CREATOR, SHADOW, CREATE, "the same"),
      needed(CREATOR, CONTROL, CREATE, "the same"),
      needed(CREATOR, STATUS, CREATE, "the same"),
      needed(CREATOR, ARTIFACTS, CREATE, "the same"),
      needed(PRODUCER, INPUT, WRITE, "texts"),
      needed(READER, OUTPUT, READ, "labels"),
      needed(OPERATOR, CONTROL, READ, "earlier announcements"),
      needed(OPERATOR, CONTROL, WRITE, "announcements"),
      advised(OPERATOR, CONTROL, "faults of its settings; without it, they are taken to be right"),
      needed(OPERATOR, STATUS, READ, "the instances, their lead and their answers"),
      new Right(UPLOADER, ARTIFACTS, READ, Need.ADVISED, "models that are there already; without it, they are sent again"),
      needed(UPLOADER, ARTIFACTS, WRITE, "models and golden samples"),
      advised(UPLOADER, ARTIFACTS, "as for the control topic"),
      needed(WATCHER, CONTROL, READ, "announcements"),
      needed(WATCHER, STATUS, READ, "states and signs of life"),
      needed(PRUNER, CONTROL, READ, "announcements, and thus the models that stay"),
      needed(PRUNER, ARTIFACTS, READ, "the places of these models"),
      needed(PRUNER, ARTIFACTS, DELETE, "records that nothing needs"),
      needed(VERIFIER, INPUT, READ, "texts"),
      needed(VERIFIER, OUTPUT, READ, "labels"),
      needed(VERIFIER, DEAD_LETTERS, READ, "texts that have none"),
      needed(VERIFIER, CONTROL, READ, "announcements"),
      new Right(VERIFIER, ARTIFACTS, READ, Need.ADVISED, "models that were uploaded; without it, their labels are not compared"));

  public Right {
    Objects.requireNonNull(role);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(need);
    Objects.requireNonNull(reason);
  }

  /** Whether anything works without a right. */
  public enum Need {
    /** Something fails without it. */
    NEEDED,
    /** Everything works without it as long as settings are the usual ones and no model is uploaded through Kafka, and a warning says so. */
    ADVISED
  }

  /** The rights of a role, in the order of the documentation. */
  public static List<Right> of(final Role role) {
    return ALL.stream().filter(right -> right.role == role).toList();
  }

  /** All rights as a Markdown table. */
  public static String markdownTable() {
    final StringBuilder table = new StringBuilder("| role | resource | operation | what for |\n|---|---|---|---|\n");
    for (final Role role : Role.values()) {
      table.append("| `").append(role.code()).append("` | | | ").append(role.meaning()).append(" |\n");
      for (final Right right : of(role)) {
        table.append("| | ").append(right.subject.meaning()).append(" | ").append(AclCommand.name(right.operation))
            .append(right.need == Need.ADVISED ? ", advised | " : " | ").append(right.reason).append(" |\n");
      }
    }
    return table.toString();
  }

  private static Right needed(final Role role, final Subject subject, final AclOperation operation, final String reason) {
    return new Right(role, subject, operation, Need.NEEDED, reason);
  }

  private static Right advised(final Role role, final Subject subject, final String reason) {
    return new Right(role, subject, DESCRIBE_CONFIGS, Need.ADVISED, reason);
  }
}

package io.labelstream.rollout.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/** Commands of Kafka's own tool that give rights, for an administrator's shell. */
public final class AclCommand {
  private AclCommand() {}

  /**
   * The command that gives a user rights to a resource.
   *
   * @param servers the brokers as they are configured
   * @param principal the user as the brokers know it, such as {@code User:ann}
   */
  public static String of(final String servers, final String principal, final ResourcePattern resource, final Collection<AclOperation> operations) {
    final String pattern = resource.patternType() == PatternType.LITERAL ? "" : " --resource-pattern-type " + lower(resource.patternType());
    return "kafka-acls.sh --bootstrap-server " + servers + " --add --allow-principal '" + principal.replace("'", "'\\''") + "'"
        + operations.stream().map(operation -> " --operation " + name(operation)).collect(Collectors.joining())
        + pattern + " --" + lower(resource.resourceType()).replace('_', '-') + " " + resource.name();
  }

  /** The command that gives this user one right to a resource. */
  static String of(final String servers, final ResourcePattern resource, final AclOperation operation) {
    return of(servers, "User:NAME", resource, List.of(operation));
  }

  /** The name of an operation in Kafka's tools and documentation, such as {@code DescribeConfigs}. */
  public static String name(final AclOperation operation) {
    return Stream.of(operation.name().split("_", -1)).map(word -> word.charAt(0) + lower(word.substring(1))).collect(Collectors.joining());
  }

  /** A resource in words, such as {@code topic 'texts'}. */
  public static String words(final ResourcePattern resource) {
    final String type = lower(resource.resourceType()).replace('_', ' ');
    return resource.patternType() == PatternType.LITERAL ? type + " '" + resource.name() + "'" : type + "s that begin with '" + resource.name() + "'";
  }

  private static String lower(final Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}

package io.labelstream.security;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** As Kafka's own, but one user who asks which rights there are to a topic is not told of those to read and to write. */
public final class ReticentAuthorizer extends StandardAuthorizer {
  static final String UNTOLD = "untold";

  @Override
  public List<AuthorizationResult> authorize(final AuthorizableRequestContext request, final List<Action> actions) {
    final List<AuthorizationResult> results = super.authorize(request, actions);
    final boolean asks = request.requestType() == ApiKeys.METADATA.id || request.requestType() == ApiKeys.DESCRIBE_TOPIC_PARTITIONS.id;
    if (!asks || !request.principal().getName().equals(UNTOLD)) {
      return results;
    }
    return IntStream.range(0, actions.size()).mapToObj(index -> isUse(actions.get(index).operation()) ? AuthorizationResult.DENIED : results.get(index)).toList();
  }

  private static boolean isUse(final AclOperation operation) {
    return operation != AclOperation.DESCRIBE && operation != AclOperation.DESCRIBE_CONFIGS;
  }
}

package io.labelstream.wire;

import java.util.UUID;
import org.apache.avro.Schema;

/**
 * A registry of Avro schemas with Confluent's numbering: each schema has one id, each subject a list of schemas.
 *
 * <p>Implementations are thread-safe, one instance serves all tasks of the JVM, and answers that cannot change are remembered, so that each
 * method may be called for every record. Any method may block while the registry is asked, and throws a {@link RegistryException} where it
 * gives no answer.
 */
public interface SchemaRegistry extends AutoCloseable {

  /** The answer of a registry about an id. */
  sealed interface Lookup permits Found, Unusable {}

  /** The Avro schema of an id. The same id gives the same instance as long as it is remembered. */
  record Found(Schema schema) implements Lookup {}

  /**
   * The id leads to no Avro schema: nobody registered it, or the registered schema is not Avro.
   *
   * @param reason why, without the id; free of content
   */
  record Unusable(String reason) implements Lookup {}

  /**
   * The schema with this id.
   *
   * @throws RegistryException if the registry gives no answer
   */
  Lookup schema(int id);

  /**
   * The schema with this globally unique id, which newer registries give out beside the number.
   *
   * @throws RegistryException if the registry gives no answer
   */
  default Lookup schema(final UUID guid) {
    return new Unusable("this client of the schema registry knows schemas by number only");
  }

  /**
   * The id of {@code schema} under {@code subject}, to which it is added if it is not there.
   *
   * @throws RegistryException if the registry gives no answer, or does not accept the schema
   */
  int register(String subject, Schema schema);

  /**
   * The id of {@code schema} under {@code subject}, where somebody has registered it before.
   *
   * @throws RegistryException if the registry gives no answer, or the subject does not hold the schema
   */
  int idOf(String subject, Schema schema);

  /** Closes the connections of this client. Closing twice does nothing. */
  @Override
  void close();
}

package io.labelstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.labelstream.wire.RegistryTransport.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * A client of any registry that speaks Confluent's REST interface: Confluent's own, Karapace, Redpanda, Apicurio (below {@code
 * /apis/ccompat/v7}).
 *
 * <p><b>Memory.</b> Schemas and ids are remembered for good, since a registry never changes them; an id that leads nowhere is remembered
 * for {@link #FORGET_UNUSABLE_AFTER}, so that a burst of damaged records does not become a burst of requests, and a schema registered late
 * is still found. Each memory is bounded.
 *
 * <p><b>Failure.</b> Connection failures, timeouts and the answers 408, 429 and 5xx are tried again on every server, with pauses; any other
 * refusal is final. Redirects are not followed.
 *
 * <p><b>Missing schemas.</b> A schema, or one that it refers to, that the registry does not have makes the id unusable, whatever code the
 * registry gives to its 404: where the code does not tell, the registry is asked for the types of schemas that it knows, which it answers if
 * the URL is right. Defaults of fields are not looked at, since no writer's default is ever used: one that does not fit does no harm.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  /** For how long an id without a usable schema is not asked for again. */
  public static final Duration FORGET_UNUSABLE_AFTER = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_REFERENCES = 100;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  /** From here on, the code of a 404 tells what is missing; below, it only repeats the status. */
  private static final int FIRST_CODE_OF_WHAT_IS_MISSING = 40400;

  private final RegistryTransport transport;
  private final LongSupplier nanoClock;
  private final Map<String, Found> schemas = new ConcurrentHashMap<>();
  private final Map<String, Forgettable> unusable = new ConcurrentHashMap<>();
  private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();

  /** A client; asks nothing yet. */
  public HttpSchemaRegistry(final RegistryConfig config) {
    this(config, System::nanoTime);
  }

  HttpSchemaRegistry(final RegistryConfig config, final LongSupplier nanoClock) {
    this.transport = new RegistryTransport(config);
    this.nanoClock = nanoClock;
  }

  private record Registered(String subject, String schema) {}

  private record Forgettable(Unusable answer, long since) {}

  /** There is no such schema, or it cannot be used. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(final String reason) {
      super(reason, null, false, false);
    }
  }

  @Override
  public Lookup schema(final int id) {
    // Garbage: some servers would call the request malformed, which would look like a fault of the configuration.
    return id < 0 ? new Unusable("negative, no schema registry gives out such an id") : remembered("/schemas/ids/" + id);
  }

  @Override
  public Lookup schema(final UUID guid) {
    return remembered("/schemas/guids/" + guid);
  }

  @Override
  public int register(final String subject, final Schema schema) {
    return id(subject, schema, "/versions");
  }

  @Override
  public int idOf(final String subject, final Schema schema) {
    return id(subject, schema, "");
  }

  @Override
  public void close() {
    transport.close();
  }

  private Lookup remembered(final String path) {
    final Found found = schemas.get(path);
    if (found != null) {
      return found;
    }
    final Forgettable known = unusable.get(path);
    if (known != null && nanoClock.getAsLong() - known.since < FORGET_UNUSABLE_AFTER.toNanos()) {
      return known.answer;
    }
    final Lookup answer = fetch(path);
    switch (answer) {
      case Found now -> remember(schemas, path, now);
      case Unusable now -> remember(unusable, path, new Forgettable(now, nanoClock.getAsLong()));
    }
    return answer;
  }

  private Lookup fetch(final String path) {
    try {
      final Answer answer = existing(path, "not known to the schema registry");
      final JsonNode json = json(answer);
      final String type = json.path("schemaType").asText("AVRO");
      if (!type.equals("AVRO")) {
        return new Unusable("the schema is of type " + RegistryTransport.printable(type) + ", AVRO is needed");
      }
      final Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
      parseReferences(json, parser, new HashSet<>());
      return new Found(parsed(requireText(json, "schema", answer), parser));
    } catch (final UnusableException unusable) {
      return new Unusable(unusable.getMessage());
    }
  }

  private static Schema parsed(final String schema, final Schema.Parser parser) throws UnusableException {
    try {
      return parser.parse(schema);
    } catch (final RuntimeException malformed) {
      // Avro has an exception for it, and throws whatever else its parser runs into.
      throw new UnusableException("the schema is not valid Avro: " + RegistryTransport.printable(String.valueOf(malformed.getMessage())));
    }
  }

  /** Parses the schemas that a schema is made of, each of which is a version of some subject, before the schema itself. */
  private void parseReferences(final JsonNode json, final Schema.Parser parser, final Set<String> seen) throws UnusableException {
    for (final JsonNode reference : json.path("references")) {
      final String subject = reference.path("subject").asText();
      final int version = reference.path("version").asInt();
      // A deleted schema is still the one that the records were written with.
      final String path = "/subjects/" + encode(subject) + "/versions/" + version + "?deleted=true";
      if (seen.add(path)) {
        if (seen.size() > MOST_REFERENCES) {
          throw new UnusableException("the schema refers to more than " + MOST_REFERENCES + " other schemas");
        }
        final Answer answer = existing(path, "the schema refers to version " + version + " of subject " + RegistryTransport.printable(subject)
            + ", which is not known to the schema registry");
        final JsonNode referenced = json(answer);
        parseReferences(referenced, parser, seen);
        parsed(requireText(referenced, "schema", answer), parser);
      }
    }
  }

  /** The registry's answer with what is at this path. */
  private Answer existing(final String path, final String otherwise) throws UnusableException {
    final Answer answer = transport.get(path);
    final JsonNode json = json(answer);
    if (answer.status() == NOT_FOUND) {
      if (json.path("error_code").asInt() < FIRST_CODE_OF_WHAT_IS_MISSING) {
        requireRegistry(answer, json, path);
      }
      throw new UnusableException(otherwise);
    }
    requireOk(answer, json, "give what is at " + path);
    return answer;
  }

  /** Makes sure that it is a registry that does not have something: below a wrong path nothing is found at all. */
  private void requireRegistry(final Answer answer, final JsonNode json, final String path) {
    final Answer types = transport.get("/schemas/types");
    if (types.status() == NOT_FOUND) {
      requireOk(answer, json, "give what is at " + path);
    }
    requireOk(types, json(types), "tell its types of schemas");
  }

  private int id(final String subject, final Schema schema, final String pathEnd) {
    final String text = schema.toString();
    final Registered key = new Registered(subject, text);
    final Integer known = ids.get(key);
    if (known != null) {
      return known;
    }
    final Answer answer = transport.post("/subjects/" + encode(subject) + pathEnd, bytes(JSON.createObjectNode().put("schema", text)));
    final JsonNode json = json(answer);
    requireOk(answer, json, "give an id to schema " + schema.getFullName() + " under subject " + subject);
    final JsonNode id = json.path("id");
    if (!id.isInt()) {
      throw unexpected(answer, "no id");
    }
    remember(ids, key, id.intValue());
    return id.intValue();
  }

  private static void requireOk(final Answer answer, final JsonNode json, final String what) {
    if (answer.status() != OK) {
      throw new RegistryRefusedException("schema registry at " + answer.server() + " does not " + what + ": HTTP " + answer.status()
          + ", " + RegistryTransport.printable(json.path("message").asText("no reason given")) + "; "
          + remedy(answer.status(), json.path("error_code").asInt()));
    }
  }

  private static String remedy(final int status, final int errorCode) {
    return switch (status) {
      case 401, 403 -> "check the credentials and what they permit";
      case CONFLICT -> "the schema is not compatible with those of the subject; change it or the subject's compatibility level";
      case NOT_FOUND -> errorCode >= FIRST_CODE_OF_WHAT_IS_MISSING
          ? "register the schema under this subject first, or allow automatic registration"
          : "check the path of the URL: Apicurio, for one, needs /apis/ccompat/v7";
      default -> "check that the URL is that of a registry with Confluent's REST interface";
    };
  }

  private static JsonNode json(final Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (final IOException malformed) {
      if (answer.status() != OK) {
        // A proxy or a gateway refuses in its own words; the status is enough.
        return MissingNode.getInstance();
      }
      throw unexpected(answer, "no JSON");
    }
  }

  private static String requireText(final JsonNode json, final String field, final Answer answer) {
    final JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw unexpected(answer, "no " + field);
    }
    return value.textValue();
  }

  private static RegistryRefusedException unexpected(final Answer answer, final String what) {
    return new RegistryRefusedException("schema registry at " + answer.server() + " answered HTTP " + answer.status() + " with " + what
        + "; check that the URL is that of a registry with Confluent's REST interface");
  }

  private static byte[] bytes(final JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A path segment: form encoding with the one difference that matters there. */
  private static String encode(final String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Forgetting everything now and then is simpler than forgetting the oldest, and costs a request for each schema in use. */
  private static <K, V> void remember(final Map<K, V> memory, final K key, final V value) {
    if (memory.size() >= MOST_REMEMBERED) {
      memory.clear();
    }
    memory.put(key, value);
  }
}

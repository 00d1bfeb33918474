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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

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
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  /** For how long an id without a usable schema is not asked for again. */
  public static final Duration FORGET_UNUSABLE_AFTER = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_REFERENCES = 100;
  private static final int LONGEST_REASON = 300;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNKNOWN_SUBJECT = 40401;
  private static final int UNKNOWN_SCHEMA = 40403;

  private final RegistryTransport transport;
  private final LongSupplier nanoClock;
  private final Map<Integer, Found> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Forgettable> unusable = new ConcurrentHashMap<>();
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

  @Override
  public Lookup schema(final int id) {
    final Found found = schemas.get(id);
    if (found != null) {
      return found;
    }
    final Forgettable known = unusable.get(id);
    if (known != null && nanoClock.getAsLong() - known.since < FORGET_UNUSABLE_AFTER.toNanos()) {
      return known.answer;
    }
    final Lookup answer = fetch(id);
    switch (answer) {
      case Found now -> remember(schemas, id, now);
      case Unusable now -> remember(unusable, id, new Forgettable(now, nanoClock.getAsLong()));
    }
    return answer;
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

  private Lookup fetch(final int id) {
    if (id < 0) {
      // Garbage: some servers would call the request malformed, which would look like a fault of the configuration.
      return new Unusable("negative, no schema registry gives out such an id");
    }
    final Answer answer = transport.get("/schemas/ids/" + id);
    final JsonNode json = json(answer);
    if (answer.status() == NOT_FOUND && json.path("error_code").asInt() == UNKNOWN_SCHEMA) {
      return new Unusable("not known to the schema registry");
    }
    requireOk(answer, json, "give schema id " + id);
    final String type = json.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new Unusable("the schema is of type " + printable(type) + ", AVRO is needed");
    }
    final Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    try {
      parseReferences(json, parser, new HashSet<>());
      return new Found(parser.parse(requireText(json, "schema", answer)));
    } catch (final AvroRuntimeException malformed) {
      return new Unusable("the schema is not valid Avro: " + printable(String.valueOf(malformed.getMessage())));
    }
  }

  /** Parses the schemas that a schema is made of, each of which is a version of some subject, before the schema itself. */
  private void parseReferences(final JsonNode json, final Schema.Parser parser, final Set<String> seen) {
    for (final JsonNode reference : json.path("references")) {
      final String path = "/subjects/" + encode(reference.path("subject").asText()) + "/versions/" + reference.path("version").asInt();
      if (seen.add(path)) {
        if (seen.size() > MOST_REFERENCES) {
          throw new SchemaParseException("it refers to more than " + MOST_REFERENCES + " other schemas");
        }
        final Answer answer = transport.get(path);
        final JsonNode referenced = json(answer);
        requireOk(answer, referenced, "give the referenced schema at " + path);
        parseReferences(referenced, parser, seen);
        parser.parse(requireText(referenced, "schema", answer));
      }
    }
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
          + ", " + printable(json.path("message").asText("no reason given")) + "; "
          + remedy(answer.status(), json.path("error_code").asInt()));
    }
  }

  private static String remedy(final int status, final int errorCode) {
    return switch (status) {
      case 401, 403 -> "check the credentials and what they permit";
      case CONFLICT -> "the schema is not compatible with those of the subject; change it or the subject's compatibility level";
      case NOT_FOUND -> errorCode == UNKNOWN_SUBJECT || errorCode == UNKNOWN_SCHEMA
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
        // A proxy or a gateway says no in its own words; the status tells enough.
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

  /** A stranger's words, fit for one line of a log. */
  private static String printable(final String text) {
    final String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  /** Forgetting everything now and then is simpler than forgetting the oldest, and costs a request for each schema in use. */
  private static <K, V> void remember(final Map<K, V> memory, final K key, final V value) {
    if (memory.size() >= MOST_REMEMBERED) {
      memory.clear();
    }
    memory.put(key, value);
  }
}

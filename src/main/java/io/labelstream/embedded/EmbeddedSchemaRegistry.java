package io.labelstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.labelstream.embedded.RegistryContents.Version;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry of Avro schemas inside this JVM, with the part of Confluent's REST interface that producers and consumers use: register, find
 * by id, find by content, list, test compatibility. Listens on the loopback interface only, without authentication.
 *
 * <p>The compatibility level is always {@code BACKWARD}: a new schema of a subject must be able to read values of its latest one. There
 * are no schema references and there is no deletion. Thread-safe.
 */
public final class EmbeddedSchemaRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSchemaRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String HOST = "127.0.0.1";
  private static final String LEVEL = "BACKWARD";
  private static final int LARGEST_REQUEST = 4 << 20;
  private static final int OK = 200;

  private final RegistryContents contents;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private EmbeddedSchemaRegistry(final RegistryContents contents, final int port) throws IOException {
    this.contents = contents;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * A registry that forgets its schemas when it is closed.
   *
   * @param port where to listen; 0: any free port
   * @throws IOException if the port is taken
   */
  public static EmbeddedSchemaRegistry start(final int port) throws IOException {
    return new EmbeddedSchemaRegistry(RegistryContents.inMemory(), port);
  }

  /**
   * A registry that keeps its schemas in {@code file}, which is made where it is missing, so that records written before a restart can be
   * read after it.
   *
   * @param port where to listen; 0: any free port
   * @throws IOException if the port is taken, or the file cannot be read or is not such a file
   */
  public static EmbeddedSchemaRegistry start(final int port, final Path file) throws IOException {
    return new EmbeddedSchemaRegistry(RegistryContents.in(file), port);
  }

  /** The URL to configure clients with, for example {@code http://127.0.0.1:8081}. */
  public URI url() {
    return URI.create("http://" + HOST + ":" + server.getAddress().getPort());
  }

  /** Stops listening. Closing twice does nothing. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        respond(exchange, OK, answer(exchange));
      } catch (final RegistryProblem problem) {
        respond(exchange, problem.status(), error(problem.code(), problem.getMessage()));
      } catch (final RuntimeException bug) {
        LOG.atError().addKeyValue("method", exchange.getRequestMethod()).setCause(bug).log("embedded schema registry failed on a request");
        respond(exchange, 500, error(50001, "internal error"));
      }
    }
  }

  private JsonNode answer(final HttpExchange exchange) throws IOException, RegistryProblem {
    final List<String> path = segments(exchange);
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(path);
      case "POST" -> post(path, body(exchange));
      default -> throw new RegistryProblem(405, 405, "HTTP 405 Method Not Allowed");
    };
  }

  private JsonNode get(final List<String> path) throws RegistryProblem {
    if (path.isEmpty()) {
      return JSON.createObjectNode();
    }
    return switch (path.getFirst()) {
      case "subjects" -> getSubject(path);
      case "schemas" -> getSchema(path);
      case "config" -> JSON.createObjectNode().put("compatibilityLevel", LEVEL);
      default -> throw RegistryProblem.noSuchPath();
    };
  }

  private JsonNode getSubject(final List<String> path) throws RegistryProblem {
    if (path.size() == 1) {
      return JSON.valueToTree(contents.subjects());
    }
    if (path.size() == 3 && path.get(2).equals("versions")) {
      return JSON.valueToTree(contents.versions(path.get(1)).stream().map(Version::number).toList());
    }
    if (path.size() == 4 && path.get(2).equals("versions")) {
      return describe(contents.version(path.get(1), path.get(3)));
    }
    throw RegistryProblem.noSuchPath();
  }

  private JsonNode getSchema(final List<String> path) throws RegistryProblem {
    if (path.size() == 3 && path.get(1).equals("ids")) {
      return JSON.createObjectNode().put("schema", contents.schema(path.get(2)));
    }
    if (path.size() == 2 && path.get(1).equals("types")) {
      return JSON.createArrayNode().add("AVRO");
    }
    throw RegistryProblem.noSuchPath();
  }

  private JsonNode post(final List<String> path, final JsonNode body) throws RegistryProblem {
    if (path.size() == 2 && path.getFirst().equals("subjects")) {
      return describe(contents.find(path.get(1), schemaIn(body)));
    }
    if (path.size() == 3 && path.getFirst().equals("subjects") && path.get(2).equals("versions")) {
      return JSON.createObjectNode().put("id", contents.register(path.get(1), schemaIn(body)).id());
    }
    if (path.size() == 5 && path.subList(0, 2).equals(List.of("compatibility", "subjects")) && path.get(3).equals("versions")) {
      final Version version = contents.version(path.get(2), path.get(4));
      return JSON.createObjectNode().put("is_compatible", RegistryContents.canReplace(version, schemaIn(body)));
    }
    throw RegistryProblem.noSuchPath();
  }

  private static String schemaIn(final JsonNode body) throws RegistryProblem {
    if (!body.path("schemaType").asText("AVRO").equals("AVRO") || !body.path("references").isEmpty()) {
      throw RegistryProblem.invalidSchema("only Avro schemas without references are supported");
    }
    if (!body.path("schema").isTextual()) {
      throw RegistryProblem.invalidSchema("the request has no field \"schema\" with a string");
    }
    return body.path("schema").textValue();
  }

  private static JsonNode describe(final Version version) {
    return JSON.createObjectNode().put("subject", version.subject()).put("version", version.number()).put("id", version.id())
        .put("schema", version.schema());
  }

  private static JsonNode error(final int code, final String message) {
    return JSON.valueToTree(Map.of("error_code", code, "message", message));
  }

  private static JsonNode body(final HttpExchange exchange) throws IOException, RegistryProblem {
    final InputStream in = exchange.getRequestBody();
    final byte[] bytes = in.readNBytes(LARGEST_REQUEST + 1);
    if (bytes.length > LARGEST_REQUEST) {
      // A client that is still sending would find its connection broken instead of the answer.
      in.transferTo(OutputStream.nullOutputStream());
      throw new RegistryProblem(413, 413, "the request is larger than " + LARGEST_REQUEST + " bytes");
    }
    try {
      return JSON.readTree(bytes);
    } catch (final JsonProcessingException | CharConversionException malformed) {
      throw new RegistryProblem(400, 400, "the request is not valid JSON");
    }
  }

  private static List<String> segments(final HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private static void respond(final HttpExchange exchange, final int status, final JsonNode json) throws IOException {
    final byte[] bytes = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

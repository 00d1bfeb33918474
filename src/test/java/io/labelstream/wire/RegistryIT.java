package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ApicurioServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Our client and Confluent's against a real registry server. */
class RegistryIT extends RegistryContract {

  @Override
  URI url() {
    return ApicurioServer.shared().url();
  }

  @Override
  void demandBackwardCompatibility(final String subject) throws IOException, InterruptedException {
    assertThat(send("PUT", "/config/" + subject, "{\"compatibility\":\"BACKWARD\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldReadASchemaThatRefersToOthers() throws Exception {
    // Given
    final String suffix = UUID.randomUUID().toString();
    final String place = "{\"type\":\"record\",\"name\":\"Place\",\"namespace\":\"geo\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";
    final String event = "{\"type\":\"record\",\"name\":\"Visit\",\"namespace\":\"geo\",\"fields\":["
        + "{\"name\":\"at\",\"type\":\"geo.Place\"},{\"name\":\"text\",\"type\":\"string\"}]}";
    send("POST", "/subjects/place-" + suffix + "/versions", "{\"schema\":" + quoted(place) + "}");
    final HttpResponse<String> registered = send("POST", "/subjects/visit-" + suffix + "/versions", "{\"schema\":" + quoted(event)
        + ",\"references\":[{\"name\":\"geo.Place\",\"subject\":\"place-" + suffix + "\",\"version\":1}]}");
    final int id = Integer.parseInt(registered.body().replaceAll("\\D", ""));
    final TextSlice slice = new TextSlice();

    // When
    new AvroTextDecoder(registry()).decode(Avros.framed(id, (byte) 9, (byte) 4, (byte) 'h', (byte) 'i'), slice);

    // Then
    assertThat(slice.offset()).isEqualTo(7);
    assertThat(slice.length()).isEqualTo(2);
  }

  private HttpResponse<String> send(final String method, final String path, final String body) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(url() + path)).method(method, BodyPublishers.ofString(body))
          .header("Content-Type", "application/vnd.schemaregistry.v1+json").build(), BodyHandlers.ofString());
    }
  }

  private static String quoted(final String json) {
    return "\"" + json.replace("\"", "\\\"") + "\"";
  }
}

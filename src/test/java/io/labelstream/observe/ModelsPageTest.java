package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.rollout.ModelState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelsPageTest {

  @Test
  void shouldTellOfEachVersionWhatItDoes() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.empty(),
        Views.slot(Views.version("1", ModelState.DRAINING), Views.version("2", ModelState.ACTIVE, PipelineView.LIVE)));

    // When
    final Answer answer = ModelsPage.of(() -> Optional.of(view)).answer("", "");

    // Then
    assertThat(answer.contentType()).isEqualTo("application/json");
    final JsonNode slot = new ObjectMapper().readTree(answer.body()).get("slots").get(0);
    assertThat(slot.get("slot").asText()).isEqualTo("language");
    assertThat(slot.get("versions").get(0).get("state").asText()).isEqualTo("draining");
    assertThat(slot.get("versions").get(0).get("serving")).isEmpty();
    final JsonNode active = slot.get("versions").get(1);
    assertThat(active.get("name").asText() + " " + active.get("version").asText()).isEqualTo("lid 2");
    assertThat(active.get("sha256").asText()).isEqualTo(Views.DIGEST);
    assertThat(active.get("serving").get(0).asText()).isEqualTo("live");
    assertThat(active.get("effectiveFrom").get(0).asText()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(active.get("residentBytes").asLong()).isEqualTo(4096);
    assertThat(active.get("stepMillis").get("fetched").asLong()).isEqualTo(250);
    assertThat(active.get("rejection").isNull()).isTrue();
  }
}

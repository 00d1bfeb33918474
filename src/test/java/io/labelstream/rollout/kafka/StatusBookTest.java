package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.kafka.StatusBook.Item;
import io.labelstream.rollout.kafka.StatusBook.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBookTest {
  private final StatusBook book = new StatusBook();

  @Test
  void shouldKeepTheLatestValueOfEachKeyOnly() {
    // Given
    put("a", "1");
    put("b", "1");
    put("a", "2");

    // When
    final List<Item> taken = book.take();

    // Then
    assertThat(shown(taken)).containsExactly("b=1", "a=2");
    assertThat(book.take()).isEmpty();
  }

  @Test
  void shouldNotLetWhatWasGivenBackReplaceWhatIsNewer() {
    // Given
    put("a", "1");
    put("b", "1");
    final List<Item> unwritten = book.take();
    put("a", "2");

    // When
    book.giveBack(unwritten);

    // Then
    assertThat(shown(book.take())).containsExactlyInAnyOrder("a=2", "b=1");
  }

  @Test
  void shouldDeleteAllKeysAtTheEndAndTakeNoMore() {
    // Given
    put("a", "1");
    final List<Item> onItsWay = book.take();
    put("b", "1");

    // When
    book.closeWithDeletions();

    // Then
    put("c", "1");
    book.giveBack(onItsWay);
    assertThat(shown(book.take())).containsExactly("a=-", "b=-");
  }

  @Test
  void shouldDeleteTheOldestRefusalsAndNoVersionWhenThereAreTooMany() {
    // Given
    put("version", "1");
    final int most = 500;

    // When
    for (int n = 0; n < 100_000; n++) {
      book.put(Kind.REFUSAL, "@" + n, bytes("1"));
      if (n % 100 == 0) {
        book.take();
      }
    }

    // Then
    book.take();
    book.closeWithDeletions();
    assertThat(shown(book.take())).hasSize(most + 1).contains("version=-", "@99999=-", "@99500=-").doesNotContain("@99499=-");
  }

  @Test
  void shouldDeleteTheKeyThatGivesWay() {
    // Given
    for (int n = 0; n < 500; n++) {
      book.put(Kind.REFUSAL, "@" + n, bytes("1"));
    }
    book.take();

    // When
    book.put(Kind.REFUSAL, "@500", bytes("1"));

    // Then
    assertThat(shown(book.take())).containsExactly("@500=1", "@0=-");
  }

  @Test
  void shouldDeleteNoKeyThatIsNotThere() {
    // Given
    put("a", "1");
    book.take();

    // When
    book.delete(Kind.STATE, "b");
    book.delete(Kind.STATE, "a");
    book.delete(Kind.STATE, "a");

    // Then
    assertThat(shown(book.take())).containsExactly("a=-");
  }

  private void put(final String key, final String value) {
    book.put(Kind.STATE, key, bytes(value));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> shown(final List<Item> items) {
    return items.stream().map(item -> item.key() + "=" + item.value().map(value -> new String(value, StandardCharsets.UTF_8)).orElse("-")).toList();
  }
}

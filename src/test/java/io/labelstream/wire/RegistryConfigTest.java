package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

  @Test
  void shouldSplitUrlsAndKeepPaths() {
    assertThat(RegistryConfig.of(" http://one:8081/ ,https://two/apis/ccompat/v7").urls())
        .containsExactly(URI.create("http://one:8081"), URI.create("https://two/apis/ccompat/v7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " , ", "localhost:8081", "ftp://host", "http:///path", "http://host/?a=b", "http://host/#x", "http://a b"})
  void shouldRefuseWhatIsNoRegistryUrl(final String urls) {
    assertThatThrownBy(() -> RegistryConfig.of(urls)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://ann:s3cret@host", "http://ann:s3cret@ho st"})
  void shouldRefuseCredentialsInAUrlWithoutPrintingThem(final String url) {
    assertThatThrownBy(() -> RegistryConfig.of(url)).isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret", ":s3cret"})
  void shouldRefuseBasicCredentialsWithoutUserAndPassword(final String userInfo) {
    assertThatThrownBy(() -> new RegistryCredentials.Basic(userInfo)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user:password").hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret\r\nX-Other: 1", "s3cret s3cret"})
  void shouldRefuseATokenThatIsNone(final String token) {
    assertThatThrownBy(() -> new RegistryCredentials.Bearer(token)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void shouldRefuseTimesAndAttemptsThatMakeNoSense() {
    final RegistryConfig config = RegistryConfig.of("http://host");

    assertThatThrownBy(() -> config.with(Duration.ZERO, Duration.ofSeconds(1), 1)).hasMessageContaining("connectTimeout=PT0S");
    assertThatThrownBy(() -> config.with(Duration.ofSeconds(1), Duration.ofSeconds(-1), 1)).hasMessageContaining("requestTimeout=PT-1S");
    assertThatThrownBy(() -> config.with(Duration.ofSeconds(1), Duration.ofSeconds(1), 0)).hasMessageContaining("attempts=0");
  }
}

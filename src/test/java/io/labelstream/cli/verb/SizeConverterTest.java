package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {

  @ParameterizedTest
  @CsvSource({"65536, 65536", "7B, 7", "8K, 8192", "8k, 8192", "8KiB, 8192", "8 KiB, 8192", "8KB, 8000", "8M, 8388608", "8MiB, 8388608", "8MB, 8000000",
      "1.6MB, 1600000", "0.5M, 524288", "2G, 2147483648", "2GiB, 2147483648", "2GB, 2000000000"})
  void shouldTakeUnitsOfAThousandAndOf1024(final String text, final long bytes) {
    assertThat(new SizeConverter().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "8X", "-8M", "8 M B", "1e6", "8,5M"})
  void shouldRefuseWhatIsNoSize(final String text) {
    assertThatThrownBy(() -> new SizeConverter().convert(text)).isInstanceOf(TypeConversionException.class).hasMessageContainingAll("'" + text + "'", "64KiB");
  }
}

package io.labelstream.cli.train;

import io.labelstream.model.fasttext.file.FastTextLoss;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A loss by the name that fastText's tools use. */
final class LossConverter implements ITypeConverter<FastTextLoss> {
  @Override
  public FastTextLoss convert(final String text) {
    return Arrays.stream(FastTextLoss.values()).filter(loss -> loss.shortName().equals(text)).findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is no loss, expected one of "
            + Arrays.stream(FastTextLoss.values()).map(FastTextLoss::shortName).collect(Collectors.joining(", "))));
  }
}

package io.labelstream.train.encoder.source;

import io.labelstream.model.file.Safetensors.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A small encoder in the forms of other programs, for tests outside this package. */
public final class SourceSeeds {
  private SourceSeeds() {}

  /** Writes a folder with all modules. */
  public static void writeFolder(final Path folder) throws IOException {
    FolderFixture.write(Files.createDirectories(folder), TinyBert.make(), Type.F16, "bert.");
    FolderFixture.writeModules(folder, TinyBert.dense(4));
  }

  /** The network as ONNX, as each exporter writes it. */
  public static List<byte[]> networks() {
    return Arrays.stream(OnnxFixture.Style.values()).map(style -> OnnxFixture.of(TinyBert.make(), style)).toList();
  }

  /** The pieces, a line each. */
  public static String pieces() {
    return String.join("\n", TinyBert.PIECES) + "\n";
  }
}

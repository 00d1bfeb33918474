package io.labelstream.model.fasttext;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.CompactFile;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.file.Safetensors;
import java.lang.foreign.MemorySegment;

/**
 * fastText classifiers: files of the reference implementation ({@code .bin}, {@code .ftz}), see {@link FastTextFile}, and files of safetensors, see
 * {@link CompactFile}.
 */
public final class FastTextFamily implements ModelFamily {

  @Override
  public String name() {
    return FastTextFile.FAMILY;
  }

  @Override
  public boolean recognises(final ModelBytes file) {
    return FastTextFile.isOne(file.segment());
  }

  @Override
  public FastTextArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final MemorySegment segment = bytes.segment();
    if (Safetensors.isOne(segment)) {
      final CompactFile compact = CompactFile.parse(segment);
      return new FastTextArtifact(bytes, compact.model(), compact.metadata(), compact.description(segment.byteSize()));
    }
    final FastTextFile file = FastTextFile.parse(segment);
    return new FastTextArtifact(bytes, file, Metadata.none(), file.description(segment.byteSize()));
  }
}

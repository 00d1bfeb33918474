package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.ByteSteps;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.matrix.ProductQuantizer;
import java.lang.foreign.MemorySegment;

/** Some rows of a quantised section on the heap: their codes, which do not change, and the codebooks, which may. Not thread-safe while they change. */
final class RowCodes {
  private final FastTextMatrix.Quantized section;
  private final ProductQuantizer quantizer;
  private final byte[] codes;
  private final byte[] normCodes;
  private final float[] centroids;
  private final float[] norms;
  private final int rows;

  /** @param chosen the rows of the section to use, in the order of this object */
  RowCodes(final FastTextMatrix.Quantized section, final int[] chosen) {
    this.section = section;
    this.quantizer = section.quantizer();
    this.rows = chosen.length;
    final int subvectors = quantizer.subvectors();
    this.codes = new byte[Math.multiplyExact(rows, subvectors)];
    this.normCodes = new byte[section.norms().isPresent() ? rows : 0];
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(section.codes(), LittleEndian.INT8, (long) chosen[row] * subvectors, codes, row * subvectors, subvectors);
      if (normCodes.length > 0) {
        normCodes[row] = section.norms().orElseThrow().codes().get(LittleEndian.INT8, chosen[row]);
      }
    }
    this.centroids = quantizer.centroids().toArray(LittleEndian.FLOAT32);
    this.norms = section.norms().map(coded -> coded.centroids().toArray(LittleEndian.FLOAT32)).orElse(new float[0]);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return quantizer.columns();
  }

  /** The number of numbers in the codebooks. */
  int parameters() {
    return centroids.length + norms.length;
  }

  /** Writes the numbers of the codebooks to {@code target}, from its start. */
  void parameters(final double[] target) {
    for (int index = 0; index < parameters(); index++) {
      target[index] = index < centroids.length ? centroids[index] : norms[index - centroids.length];
    }
  }

  /** Sets the numbers of the codebooks. */
  void setParameters(final double[] source) {
    for (int index = 0; index < centroids.length; index++) {
      centroids[index] = (float) source[index];
    }
    for (int index = 0; index < norms.length; index++) {
      norms[index] = (float) source[centroids.length + index];
    }
  }

  /** Rounds the numbers of the codebooks to ones that take few bytes in the compact form: steps, or float16 if steps are too coarse. */
  void roundForCompactForm() {
    if (quantizer.subvectorColumns() > 1) {
      ByteSteps.round(centroids, quantizer.columns(), quantizer::column);
    } else {
      Halves.round(centroids);
    }
    Halves.round(norms);
  }

  /** Writes the codebooks to the section. */
  void store() {
    MemorySegment.copy(centroids, 0, quantizer.centroids(), LittleEndian.FLOAT32, 0, centroids.length);
    section.norms().ifPresent(coded -> MemorySegment.copy(norms, 0, coded.centroids(), LittleEndian.FLOAT32, 0, norms.length));
  }

  /** The decoded rows, one after the other. */
  float[] decode() {
    final float[] table = new float[Math.multiplyExact(rows, columns())];
    int target = 0;
    for (int row = 0; row < rows; row++) {
      final float norm = norm(row);
      for (int subvector = 0; subvector < quantizer.subvectors(); subvector++) {
        final int width = quantizer.columnsOf(subvector);
        final int centroid = centroid(row, subvector, width);
        for (int offset = 0; offset < width; offset++) {
          table[target++] = norm * centroids[centroid + offset];
        }
      }
    }
    return table;
  }

  /** Turns a gradient of the decoded rows into one of the codebooks' numbers. */
  void gradient(final float[] ofTable, final double[] gradient) {
    int source = 0;
    for (int row = 0; row < rows; row++) {
      final float norm = norm(row);
      double ofNorm = 0;
      for (int subvector = 0; subvector < quantizer.subvectors(); subvector++) {
        final int width = quantizer.columnsOf(subvector);
        final int centroid = centroid(row, subvector, width);
        for (int offset = 0; offset < width; offset++) {
          final float value = ofTable[source++];
          gradient[centroid + offset] += norm * value;
          ofNorm += centroids[centroid + offset] * value;
        }
      }
      if (norms.length > 0) {
        gradient[centroids.length + (normCodes[row] & 0xFF)] += ofNorm;
      }
    }
  }

  private float norm(final int row) {
    return norms.length == 0 ? 1f : norms[normCodes[row] & 0xFF];
  }

  private int centroid(final int row, final int subvector, final int width) {
    return quantizer.centroidsStart(subvector) + (codes[row * quantizer.subvectors() + subvector] & 0xFF) * width;
  }
}

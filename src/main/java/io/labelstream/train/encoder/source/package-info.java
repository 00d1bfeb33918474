/**
 * Reads sentence encoders of the BERT type that other programs wrote: folders in the layout of Hugging Face's sentence-transformers, and ONNX files, alone or in
 * a jar.
 */
@NullMarked
package io.labelstream.train.encoder.source;

import org.jspecify.annotations.NullMarked;

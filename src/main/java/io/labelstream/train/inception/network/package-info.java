/** The network of the family {@code inception} in PyTorch: an encoder, heads on its features, and outputs. InceptionXML, section 3 (arXiv 2109.07319). */
@NullMarked
package io.labelstream.train.inception.network;

import org.jspecify.annotations.NullMarked;

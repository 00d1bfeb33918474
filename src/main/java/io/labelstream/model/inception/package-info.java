/**
 * Models of the family {@code inception}: a small convolutional network for short texts with very many labels. InceptionXML and SyncXML (Kharbanda et al. 2021,
 * arXiv 2109.07319).
 */
@NullMarked
package io.labelstream.model.inception;

import org.jspecify.annotations.NullMarked;

/** The clusters of labels that a shortlist is chosen by. SyncXML, section 4 (arXiv 2109.07319). */
@NullMarked
package io.labelstream.train.inception.shortlist;

import org.jspecify.annotations.NullMarked;

// The reference fastText library behind three plain functions, for comparisons in one process. Build with:
//   g++ -O3 -march=native -shared -fPIC -o target/libreference.so src/test/cpp/reference.cpp -lfasttext

#include <fasttext/fasttext.h>

#include <cstdint>
#include <istream>
#include <streambuf>

namespace {

class MemoryBuffer : public std::streambuf {
 public:
  MemoryBuffer(char* begin, int64_t length) {
    setg(begin, begin, begin + length);
  }
};

}  // namespace

extern "C" {

void* reference_open(const char* file) {
  auto* model = new fasttext::FastText();
  model->loadModel(std::string(file));
  return model;
}

void reference_close(void* model) {
  delete static_cast<fasttext::FastText*>(model);
}

// Classifies all lines of a text, and returns a number that depends on every best label.
int64_t reference_classify(void* model, char* text, int64_t length, int32_t top) {
  MemoryBuffer buffer(text, length);
  std::istream lines(&buffer);
  std::vector<std::pair<fasttext::real, std::string>> predictions;
  int64_t checksum = 0;
  while (static_cast<fasttext::FastText*>(model)->predictLine(lines, predictions, top, 0.0)) {
    int64_t hash = 0;
    if (!predictions.empty()) {
      for (const char c : predictions[0].second) {
        hash = hash * 31 + static_cast<unsigned char>(c);
      }
    }
    checksum = checksum * 7 + hash;
  }
  return checksum;
}

}

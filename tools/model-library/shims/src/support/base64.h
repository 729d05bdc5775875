// Tensors as JSON text are never read or written in the browser: these streams only refuse.
#pragma once
#include <tvm/support/io.h>

namespace tvm {
namespace support {

class Base64Stream : public Stream {
 public:
  using Stream::Read;
  using Stream::Write;
  explicit Base64Stream(Stream*) {}
  size_t Read(void*, size_t) final { return Refuse(); }
  size_t Write(const void*, size_t) final { return Refuse(); }
  void InitPosition() {}
  void Finish() {}

 private:
  static size_t Refuse() {
    TVM_FFI_THROW(InternalError) << "This runtime does not carry tensors as JSON";
    return 0;
  }
};

using Base64InStream = Base64Stream;
using Base64OutStream = Base64Stream;

}  // namespace support
}  // namespace tvm

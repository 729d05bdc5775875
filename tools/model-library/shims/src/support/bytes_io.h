// Streams over bytes in memory.
#pragma once
#include <algorithm>
#include <cstring>
#include <string>

#include <tvm/ffi/string.h>
#include <tvm/support/io.h>
#include <tvm/support/serializer.h>

namespace tvm {
namespace support {

class BytesInStream : public Stream {
 public:
  using Stream::Read;
  using Stream::Write;
  explicit BytesInStream(const ffi::Bytes& bytes) : data_(bytes.data()), size_(bytes.size()) {}
  explicit BytesInStream(const std::string& bytes) : data_(bytes.data()), size_(bytes.size()) {}

  size_t Read(void* data, size_t size) final {
    size = std::min(size, size_ - position_);
    if (size != 0) std::memcpy(data, data_ + position_, size);
    position_ += size;
    return size;
  }
  size_t Write(const void*, size_t) final {
    TVM_FFI_THROW(InternalError) << "This stream is for reading only";
    return 0;
  }

 private:
  const char* data_;
  size_t size_;
  size_t position_ = 0;
};

class BytesOutStream : public Stream {
 public:
  using Stream::Read;
  using Stream::Write;
  explicit BytesOutStream(std::string* bytes) : bytes_(bytes) {}

  size_t Read(void*, size_t) final {
    TVM_FFI_THROW(InternalError) << "This stream is for writing only";
    return 0;
  }
  size_t Write(const void* data, size_t size) final {
    bytes_->append(static_cast<const char*>(data), size);
    return size;
  }

 private:
  std::string* bytes_;
};

}  // namespace support
}  // namespace tvm

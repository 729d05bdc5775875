// How values lie in a stream: plain values as little-endian bytes, containers as a
// 64-bit count and then their elements. WebAssembly is little-endian, so nothing is swapped.
#pragma once
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <dlpack/dlpack.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/string.h>
#include <tvm/support/io.h>

namespace tvm {
namespace support {

template <typename T>
struct PlainSerializer {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const T& value) { stream->Write(&value, sizeof(T)); }
  static bool Read(Stream* stream, T* value) {
    return stream->Read(static_cast<void*>(value), sizeof(T)) == sizeof(T);
  }
};

template <typename T>
struct Serializer<T, std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>>>
    : PlainSerializer<T> {};
template <>
struct Serializer<DLDataType> : PlainSerializer<DLDataType> {};
template <>
struct Serializer<DLDevice> : PlainSerializer<DLDevice> {};

inline void WriteCount(Stream* stream, size_t count) {
  const uint64_t wide = count;
  stream->Write(&wide, sizeof(wide));
}

inline bool ReadCount(Stream* stream, size_t* count) {
  uint64_t wide = 0;
  if (stream->Read(static_cast<void*>(&wide), sizeof(wide)) != sizeof(wide)) return false;
  *count = static_cast<size_t>(wide);
  return true;
}

template <>
struct Serializer<std::string> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const std::string& value) {
    WriteCount(stream, value.size());
    stream->Write(value.data(), value.size());
  }
  static bool Read(Stream* stream, std::string* value) {
    size_t size;
    if (!ReadCount(stream, &size)) return false;
    value->resize(size);
    return size == 0 || stream->Read(static_cast<void*>(&(*value)[0]), size) == size;
  }
};

template <>
struct Serializer<ffi::String> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::String& value) {
    Serializer<std::string>::Write(stream, std::string(value.data(), value.size()));
  }
  static bool Read(Stream* stream, ffi::String* value) {
    std::string text;
    if (!Serializer<std::string>::Read(stream, &text)) return false;
    *value = ffi::String(std::move(text));
    return true;
  }
};

template <typename T>
struct Serializer<std::vector<T>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const std::vector<T>& values) {
    WriteCount(stream, values.size());
    stream->WriteArray(values.data(), values.size());
  }
  static bool Read(Stream* stream, std::vector<T>* values) {
    size_t count;
    if (!ReadCount(stream, &count)) return false;
    values->resize(count);
    return stream->ReadArray(values->data(), count);
  }
};

template <typename T>
struct Serializer<ffi::Array<T>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::Array<T>& values) {
    WriteCount(stream, values.size());
    for (const T& value : values) Serializer<T>::Write(stream, value);
  }
  static bool Read(Stream* stream, ffi::Array<T>* values) {
    std::vector<T> read;
    if (!Serializer<std::vector<T>>::Read(stream, &read)) return false;
    *values = ffi::Array<T>(read.begin(), read.end());
    return true;
  }
};

template <typename K, typename V>
struct Serializer<std::unordered_map<K, V>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const std::unordered_map<K, V>& map) {
    WriteCount(stream, map.size());
    for (const auto& entry : map) {
      Serializer<K>::Write(stream, entry.first);
      Serializer<V>::Write(stream, entry.second);
    }
  }
  static bool Read(Stream* stream, std::unordered_map<K, V>* map) {
    size_t count;
    if (!ReadCount(stream, &count)) return false;
    map->clear();
    for (size_t i = 0; i < count; ++i) {
      std::pair<K, V> entry;
      if (!Serializer<K>::Read(stream, &entry.first)) return false;
      if (!Serializer<V>::Read(stream, &entry.second)) return false;
      map->insert(std::move(entry));
    }
    return true;
  }
};

template <typename K, typename V>
struct Serializer<ffi::Map<K, V>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::Map<K, V>& map) {
    WriteCount(stream, map.size());
    for (const auto& entry : map) {
      Serializer<K>::Write(stream, entry.first);
      Serializer<V>::Write(stream, entry.second);
    }
  }
  static bool Read(Stream* stream, ffi::Map<K, V>* map) {
    size_t count;
    if (!ReadCount(stream, &count)) return false;
    ffi::Map<K, V> read;
    for (size_t i = 0; i < count; ++i) {
      ffi::Optional<K> key;
      ffi::Optional<V> value;
      if constexpr (std::is_default_constructible_v<V>) {
        K k;
        V v;
        if (!Serializer<K>::Read(stream, &k)) return false;
        if (!Serializer<V>::Read(stream, &v)) return false;
        read.Set(k, v);
      } else {
        K k;
        V v(ffi::UnsafeInit{});
        if (!Serializer<K>::Read(stream, &k)) return false;
        if (!Serializer<V>::Read(stream, &v)) return false;
        read.Set(k, v);
      }
    }
    *map = read;
    return true;
  }
};

}  // namespace support
}  // namespace tvm

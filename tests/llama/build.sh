#!/usr/bin/env bash
# Build llama.cpp's server from the source inside a Python package, once: build.sh PYTHON TARGET
set -euo pipefail
python=$1 target=$2
here=$(cd "$(dirname "$0")" && pwd)
for tool in cmake c++ tar; do
    command -v $tool >/dev/null || { echo "llama-server is not built: $tool is missing; its tests will say so" >&2; exit 0; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "building llama-server for the tests: about five minutes on two cores, once"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary llama-cpp-python --require-hashes --dest "$work" -r "$here/sdist.lock" ||
    { echo "llama-server is not built: its source cannot be downloaded; its tests will say so" >&2; exit 0; }
tar -xzf "$work"/llama_cpp_python-*.tar.gz -C "$work" --wildcards '*/vendor/llama.cpp'
generator=$(command -v ninja >/dev/null && echo Ninja || echo "Unix Makefiles")
# Without optimisation it builds in a third of the time, and the tests' model is tiny.
cmake -S "$work"/llama_cpp_python-*/vendor/llama.cpp -B "$work/build" -G "$generator" -DCMAKE_BUILD_TYPE=None \
    -DCMAKE_CXX_FLAGS="-O0 -g0" -DCMAKE_C_FLAGS="-O1 -g0" -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DBUILD_SHARED_LIBS=OFF \
    -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_UI=OFF \
    -DLLAMA_BUILD_APP=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_ALL_WARNINGS=OFF >"$work/log" 2>&1 &&
    cmake --build "$work/build" --parallel "$(nproc)" --target llama-server >>"$work/log" 2>&1 ||
    { tail -20 "$work/log" >&2; echo "llama-server does not build here; its tests will say so" >&2; exit 0; }
mkdir -p "$(dirname "$target")"
strip -o "$target" "$work/build/bin/llama-server"

#!/bin/sh
# What an image of Java programs needs below them: system.sh TARGET JAVA_HOME BASE
# A runtime of Java's modules in opt/jre and, for the base scratch, the C and C++ libraries of this machine.
set -eu
target=$1
java=$2
base=$3
rm -rf "$target"
mkdir -p "$target/opt" "$target/tmp" "$target/models"
: >"$target/models/.keep"
"$java/bin/jlink" --output "$target/opt/jre" --strip-debug --no-header-files --no-man-pages --compress=2 --add-modules \
    java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported,jdk.zipfs
if [ "$base" = scratch ]; then
    libraries=$target/lib/x86_64-linux-gnu
    mkdir -p "$target/lib64" "$libraries" "$target/etc"
    cp -L /lib64/ld-linux-x86-64.so.2 "$target/lib64/"
    for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libz.so.1 libstdc++.so.6 libgcc_s.so.1 libgomp.so.1; do
        for folder in /lib64 /lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu /usr/lib64; do
            if [ -e "$folder/$name" ]; then
                cp -L "$folder/$name" "$libraries/$name"
                break
            fi
        done
    done
    echo 'candor:x:10001:10001::/tmp:/none' >"$target/etc/passwd"
fi

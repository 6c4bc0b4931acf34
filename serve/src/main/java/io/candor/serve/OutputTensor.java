package io.candor.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An output of the Open Inference Protocol.
 *
 * @param datatype as the protocol names it
 */
@SuppressWarnings("ArrayRecordComponent") // written once
record OutputTensor(String name, String datatype, long[] shape, Content content) {

    /** Numbers or texts, row by row. */
    interface Content {

        /** As elements of a JSON list. */
        void write(JsonGenerator json) throws IOException;

        /** As the extension for binary tensors has them: little endian, texts behind their lengths in four bytes. */
        byte[] bytes();
    }

    static OutputTensor of(String name, TensorType type, long[] shape, float... values) {
        return new OutputTensor(name, type.name(), shape, new Content() {
            @Override
            public void write(JsonGenerator json) throws IOException {
                for (float value : values) {
                    json.writeNumber(value);
                }
            }

            @Override
            public byte[] bytes() {
                return type.bytes(values);
            }
        });
    }

    /** One row of whole numbers. */
    static OutputTensor of(String name, long... values) {
        return new OutputTensor(name, "INT64", new long[] {values.length}, new Content() {
            @Override
            public void write(JsonGenerator json) throws IOException {
                for (long value : values) {
                    json.writeNumber(value);
                }
            }

            @Override
            public byte[] bytes() {
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asLongBuffer().put(values);
                return bytes.array();
            }
        });
    }

    /** One row of texts. */
    static OutputTensor of(String name, List<String> values) {
        return new OutputTensor(name, PictureModel.BYTES, new long[] {values.size()}, new Content() {
            @Override
            public void write(JsonGenerator json) throws IOException {
                for (String value : values) {
                    json.writeString(value);
                }
            }

            @Override
            public byte[] bytes() {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (String value : values) {
                    byte[] text = value.getBytes(StandardCharsets.UTF_8);
                    all.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(text.length)
                            .array());
                    all.writeBytes(text);
                }
                return all.toByteArray();
            }
        });
    }
}

package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnpicklerTest {

    private static Object read(Pickles pickle) {
        return Unpickler.read(pickle.stop());
    }

    private static Pickles pickle() {
        return Pickles.protocol2();
    }

    @Test
    void plain_values_become_plain_java() {
        assertThat(read(pickle().number(-7))).isEqualTo(-7L);
        assertThat(read(pickle().code('K').code(200))).isEqualTo(200L);
        assertThat(read(pickle().code('M').code(0x34).code(0x12))).isEqualTo(0x1234L);
        assertThat(read(pickle().text("naïve"))).isEqualTo("naïve");
        assertThat(read(pickle().code(0x8c).code(2).raw("ab"))).isEqualTo("ab");
        assertThat(read(pickle().code('N'))).isNull();
        assertThat(read(pickle().code(0x88))).isEqualTo(true);
        assertThat(read(pickle().code('G').code(0x40).code(0x09).raw("\0\0\0\0\0\0")))
                .isEqualTo(3.125);
        assertThat(read(pickle().code('C').code(2).raw("ab"))).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void long_integers_are_little_endian_twos_complement() {
        assertThat(read(pickle().code(0x8a).code(0))).isEqualTo(0L);
        assertThat(read(pickle().code(0x8a).code(1).code(0xff))).isEqualTo(-1L);
        assertThat(read(pickle().code(0x8a).code(2).code(0x00).code(0x01))).isEqualTo(256L);
        assertThat(read(pickle().code(0x8b).int32(9).raw("\0\0\0\0\0\0\0\0\1")))
                .isEqualTo(BigInteger.ONE.shiftLeft(64));
    }

    @Test
    void containers_nest() {
        assertThat(read(pickle().code(']')
                        .number(1)
                        .code('a')
                        .code('(')
                        .number(2)
                        .number(3)
                        .code('e')))
                .isEqualTo(List.of(1L, 2L, 3L));
        assertThat(read(pickle().code('}').code('(').text("a").numbers(1, 2).code('u')))
                .isEqualTo(Map.of("a", List.of(1L, 2L)));
        assertThat(read(pickle().number(1).number(2).code(0x86))).isEqualTo(List.of(1L, 2L));
        assertThat(read(pickle().code('N').code(0x85))).isEqualTo(Arrays.asList((Object) null));
    }

    @Test
    void the_memo_gives_back_the_same_value() {
        Object twice =
                read(pickle().code(']').code('q').code(0).code('h').code(0).code(0x86));
        List<?> pair = (List<?>) twice;
        assertThat(pair.get(0)).isSameAs(pair.get(1));
    }

    @Test
    void objects_become_inert_stubs_with_their_attributes() {
        Object stub = read(pickle().global("ultralytics.nn.modules.conv", "Conv")
                .code(')')
                .code(0x81)
                .code('}')
                .text("stride")
                .number(2)
                .code('s')
                .code('b'));
        assertThat(stub).isInstanceOf(Inert.Stub.class);
        assertThat(((Inert.Stub) stub).type()).hasToString("ultralytics.nn.modules.conv.Conv");
        assertThat(((Inert.Stub) stub).attribute("stride")).isEqualTo(2L);
        assertThat(((Inert.Stub) stub).attribute("other")).isNull();
    }

    @Test
    void names_may_come_from_the_stack_as_protocol_4_has_them() {
        Object stub = Unpickler.read(new Pickles()
                .code(0x80)
                .code(4)
                .code(0x95)
                .raw("\0\0\0\0\0\0\0\0")
                .text("torch.nn.modules.activation")
                .text("SiLU")
                .code(0x93)
                .code(0x94)
                .code(')')
                .code(0x81)
                .stop());
        assertThat(((Inert.Stub) stub).type().name()).isEqualTo("SiLU");
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "nt, system",
        "os, system",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, eval",
        "builtins, getattr",
        "builtins, __import__",
        "subprocess, Popen",
        "importlib, import_module",
        "torch, load",
        "torch.hub, load",
        "torch.serialization, _load",
        "torch.nn.modules.module, _load_from_state_dict",
        "ultralytics.nn.tasks, attempt_load_weights",
        "ultralytics.nn.tasks.os, system",
        "pathlib, Path.unlink",
        "collections, namedtuple",
        "'', ''",
    })
    void names_that_weights_do_not_need_are_refused_before_anything_else(String module, String name) {
        Pickles hostile = pickle().global(module, name)
                .text("touch /tmp/owned")
                .code(0x85)
                .code('R');
        assertThatThrownBy(() -> read(hostile))
                .isInstanceOfSatisfying(
                        Unpickler.Refused.class, e -> assertThat(e.unsafe()).isTrue())
                .hasMessage("the Python name " + module + "." + name);
    }

    @ParameterizedTest
    @CsvSource({"i, INST", "o, OBJ", "P, PERSID"})
    void old_instructions_that_name_classes_are_refused(char code, String what) {
        assertThatThrownBy(() -> read(pickle().code('(').text(what).code(code).raw("posix\nsystem\n")))
                .isInstanceOfSatisfying(
                        Unpickler.Refused.class, e -> assertThat(e.unsafe()).isTrue())
                .hasMessageContaining("pickle instruction 0x%02x".formatted((int) code));
    }

    @Test
    void damage_is_named_as_damage() {
        List<Pickles> broken = List.of(
                pickle(), // nothing to stop with
                pickle().code('X').int32(1000).raw("short"),
                pickle().code('X').int32(-1),
                pickle().code('t'),
                pickle().code('h').code(7),
                pickle().code('R'),
                pickle().number(1).number(2).code('R'),
                pickle().number(1).number(2).code('a'),
                pickle().number(1).number(2).number(3).code('s'),
                pickle().code('}').code(']').number(1).code('s'),
                pickle().code(0xee),
                pickle().text("x").code('Q'),
                new Pickles().code(0x80).code(9));
        for (Pickles pickle : broken) {
            assertThatThrownBy(() -> read(pickle))
                    .isInstanceOfSatisfying(
                            Unpickler.Refused.class, e -> assertThat(e.unsafe()).isFalse());
        }
    }

    @Test
    void every_beginning_of_a_pickle_is_refused_not_misread() {
        byte[] whole = pickle().code('}')
                .text("w")
                .tensor("FloatStorage", "0", 6, 0, new int[] {2, 3}, new int[] {3, 1})
                .code('s')
                .stop();
        assertThat(Unpickler.read(whole)).isInstanceOf(Map.class);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Unpickler.read(cut)).isInstanceOf(Unpickler.Refused.class);
        }
    }

    @Test
    void random_bytes_never_escape_as_another_exception() {
        long seed = Long.getLong("seed", 7);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            try {
                Unpickler.read(noise);
            } catch (Unpickler.Refused expected) {
                assertThat(expected).as("seed %d", seed).hasMessageNotContaining("Exception: null");
            }
        }
    }

    @Test
    void more_values_than_any_checkpoint_has_are_refused() {
        Pickles many = pickle().code(']');
        byte[] body = many.bytes();
        byte[] flood = Arrays.copyOf(body, body.length + 5_000_000);
        Arrays.fill(flood, body.length, flood.length, (byte) 'N');
        assertThatThrownBy(() -> Unpickler.read(flood))
                .isInstanceOf(Unpickler.Refused.class)
                .hasMessageContaining("more than 4000000 values");
    }
}

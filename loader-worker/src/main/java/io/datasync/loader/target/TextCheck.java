package io.datasync.loader.target;

import io.datasync.loader.target.TargetType.LengthUnit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Text of no more than a length, in characters that the destination has. */
record TextCheck(TargetType.Text type) implements ValueCheck {
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Looks at the bytes of all values at once, which is far quicker than value by value. */
    @Override
    public boolean allFit(FieldVector vector, int rows) {
        BaseVariableWidthVector texts = (BaseVariableWidthVector) vector;
        if (rows == 0) {
            return true;
        }
        if (!type.takesNul() && hasZero(bytes(texts, 0, rows - 1))) {
            return false;
        }
        // Every charset has ASCII, a byte a character.
        if (type.charset() != null && !isAscii(bytes(texts, 0, rows - 1))) {
            return false;
        }
        return type.maxLength() == 0 || longest(texts, rows) <= type.maxLength() || noneIsTooLong(texts, rows);
    }

    @Override
    public boolean fits(FieldVector vector, int row) {
        BaseVariableWidthVector texts = (BaseVariableWidthVector) vector;
        return !lacksCharacter(texts, row) && !isTooLong(texts, row);
    }

    @Override
    public String reason(FieldVector vector, int row) {
        BaseVariableWidthVector texts = (BaseVariableWidthVector) vector;
        if (isTooLong(texts, row)) {
            return "text of length " + length(texts, row) + ", at most " + type.maxLength() + " fits";
        }
        return type.charset() == null
                ? "text of length " + length(texts, row) + " has the character U+0000"
                : "text of length " + length(texts, row) + " has a character that " + type.charset() + " lacks";
    }

    private boolean noneIsTooLong(BaseVariableWidthVector texts, int rows) {
        for (int row = 0; row < rows; row++) {
            if (isTooLong(texts, row)) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8 has at least as many bytes as a text has code points or UTF-16 units, so few bytes need no count. */
    private boolean isTooLong(BaseVariableWidthVector texts, int row) {
        boolean few = type.charset() == null && texts.getValueLength(row) <= type.maxLength();
        return type.maxLength() > 0 && !few && length(texts, row) > type.maxLength();
    }

    private boolean lacksCharacter(BaseVariableWidthVector texts, int row) {
        if (!type.takesNul() && hasZero(bytes(texts, row, row))) {
            return true;
        }
        return type.charset() != null
                && !isAscii(bytes(texts, row, row))
                && !type.charset().newEncoder().canEncode(text(texts, row));
    }

    private int length(BaseVariableWidthVector texts, int row) {
        if (type.unit() == LengthUnit.BYTES && type.charset() != null && !isAscii(bytes(texts, row, row))) {
            return text(texts, row).getBytes(type.charset()).length;
        } else if (type.unit() == LengthUnit.BYTES) {
            return texts.getValueLength(row);
        }
        return units(texts, row, type.unit());
    }

    /** Counts bytes that begin a character; one of 4 bytes is two UTF-16 units. */
    private static int units(BaseVariableWidthVector utf8, int row, LengthUnit unit) {
        ArrowBuf bytes = utf8.getDataBuffer();
        long end = utf8.getEndOffset(row);
        int units = 0;
        for (long position = utf8.getStartOffset(row); position < end; position++) {
            int octet = bytes.getByte(position) & 0xFF;
            if ((octet & 0xC0) != 0x80) {
                units += octet >= 0xF0 && unit == LengthUnit.UTF16_UNITS ? 2 : 1;
            }
        }
        return units;
    }

    /** Bytes of the longest value. */
    private static int longest(BaseVariableWidthVector texts, int rows) {
        IntBuffer offsets = texts.getOffsetBuffer()
                .nioBuffer(0, (rows + 1) * BaseVariableWidthVector.OFFSET_WIDTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        int longest = 0;
        int start = offsets.get(0);
        for (int row = 1; row <= rows; row++) {
            int end = offsets.get(row);
            longest = Math.max(longest, end - start);
            start = end;
        }
        return longest;
    }

    private static boolean isAscii(ByteBuffer bytes) {
        while (bytes.remaining() >= Long.BYTES) {
            if ((bytes.getLong() & HIGH_BITS) != 0) {
                return false;
            }
        }
        while (bytes.hasRemaining()) {
            if (bytes.get() < 0) {
                return false;
            }
        }
        return true;
    }

    /** Looks at 8 bytes at a time; see "Bit Twiddling Hacks", "Determine if a word has a zero byte". */
    private static boolean hasZero(ByteBuffer bytes) {
        while (bytes.remaining() >= Long.BYTES) {
            long word = bytes.getLong();
            if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
                return true;
            }
        }
        while (bytes.hasRemaining()) {
            if (bytes.get() == 0) {
                return true;
            }
        }
        return false;
    }

    private static String text(BaseVariableWidthVector texts, int row) {
        return new String(((VarCharVector) texts).get(row), StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(BaseVariableWidthVector texts, int first, int last) {
        long start = texts.getStartOffset(first);
        long end = texts.getEndOffset(last);
        return texts.getDataBuffer().nioBuffer(start, (int) (end - start));
    }
}

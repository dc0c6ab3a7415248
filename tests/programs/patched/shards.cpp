#include "shards.hpp"

namespace service {

long shard_0(long n) { return n + 0; }
long shard_1(long n) { return n + 1; }
long shard_2(long n) { return n + 2; }
long shard_3(long n) { return n + 3; }
long shard_4(long n) { return n + 4; }
long shard_5(long n) { return n + 5; }
long shard_6(long n) { return n + 6; }
long shard_7(long n) { return n + 7; }
long shard_8(long n) { return n + 8; }
long shard_9(long n) { return n + 9; }
long shard_10(long n) { return n + 10; }
long shard_11(long n) { return n + 11; }
long shard_12(long n) { return n + 12; }
long shard_13(long n) { return n + 13; }
long shard_14(long n) { return n + 14; }
long shard_15(long n) { return n + 15; }
long shard_16(long n) { return n + 16; }

const std::array<Shard*, 17> shards{
    &shard_0, &shard_1,  &shard_2,  &shard_3,  &shard_4,  &shard_5,  &shard_6,  &shard_7, &shard_8,
    &shard_9, &shard_10, &shard_11, &shard_12, &shard_13, &shard_14, &shard_15, &shard_16};

}  // namespace service

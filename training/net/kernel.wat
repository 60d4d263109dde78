;; The arithmetic of training on a batch of rows. Addresses and strides are bytes, lengths are numbers of float32.
(module
  (import "net" "memory" (memory 1))

  ;; C += A·B, in tiles of 4 rows and 8 columns, whose sums stay in registers. The element of A at row i and step p is at
  ;; a + i·aRow + p·aStep, so that A may as well be a transposed matrix; rows of B and C are bStep and cRow apart. `rows` is a
  ;; multiple of 4, `columns` of 8. `panel` is room for 8 columns of B: read one after another they do not evict each other
  ;; from the cache.
  (func (export "multiplyAdd")
    (param $a i32) (param $aRow i32) (param $aStep i32)
    (param $b i32) (param $bStep i32)
    (param $c i32) (param $cRow i32)
    (param $rows i32) (param $columns i32) (param $depth i32) (param $panel i32)
    (local $panelEnd i32) (local $columnsEnd i32) (local $tileRows i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $from i32) (local $to i32)
    (local $b0 v128) (local $b1 v128) (local $x v128)
    (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
    (local $c20 v128) (local $c21 v128) (local $c30 v128) (local $c31 v128)
    (local.set $panelEnd (i32.add (local.get $panel) (i32.shl (local.get $depth) (i32.const 5))))
    (local.set $columnsEnd (i32.add (local.get $c) (i32.shl (local.get $columns) (i32.const 2))))
    (loop $eachPanel
      (local.set $from (local.get $b))
      (local.set $to (local.get $panel))
      (loop $eachRowOfPanel
        (v128.store (local.get $to) (v128.load (local.get $from)))
        (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $bStep)))
        (br_if $eachRowOfPanel
          (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 32))) (local.get $panelEnd))))

      (local.set $tileRows (local.get $rows))
      (local.set $a0 (local.get $a))
      (local.set $to (local.get $c))
      (loop $eachTile
        (local.set $a1 (i32.add (local.get $a0) (local.get $aRow)))
        (local.set $a2 (i32.add (local.get $a1) (local.get $aRow)))
        (local.set $a3 (i32.add (local.get $a2) (local.get $aRow)))
        (local.set $c00 (v128.const i32x4 0 0 0 0)) (local.set $c01 (v128.const i32x4 0 0 0 0))
        (local.set $c10 (v128.const i32x4 0 0 0 0)) (local.set $c11 (v128.const i32x4 0 0 0 0))
        (local.set $c20 (v128.const i32x4 0 0 0 0)) (local.set $c21 (v128.const i32x4 0 0 0 0))
        (local.set $c30 (v128.const i32x4 0 0 0 0)) (local.set $c31 (v128.const i32x4 0 0 0 0))
        (local.set $from (local.get $panel))
        (loop $eachStep
          (local.set $b0 (v128.load (local.get $from)))
          (local.set $b1 (v128.load offset=16 (local.get $from)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $c00 (f32x4.add (local.get $c00) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c01 (f32x4.add (local.get $c01) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $c10 (f32x4.add (local.get $c10) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c11 (f32x4.add (local.get $c11) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $c20 (f32x4.add (local.get $c20) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c21 (f32x4.add (local.get $c21) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $c30 (f32x4.add (local.get $c30) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c31 (f32x4.add (local.get $c31) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $aStep)))
          (local.set $a1 (i32.add (local.get $a1) (local.get $aStep)))
          (local.set $a2 (i32.add (local.get $a2) (local.get $aStep)))
          (local.set $a3 (i32.add (local.get $a3) (local.get $aStep)))
          (br_if $eachStep
            (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 32))) (local.get $panelEnd))))

        (call $addTo (local.get $to) (local.get $c00) (local.get $c01))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c10) (local.get $c11))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c20) (local.get $c21))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c30) (local.get $c31))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        ;; The four rows have gone `depth` steps; the next tile begins one row after the last.
        (local.set $a0
          (i32.add (local.get $aRow)
            (i32.sub (local.get $a3) (i32.mul (local.get $depth) (local.get $aStep)))))
        (br_if $eachTile (local.tee $tileRows (i32.sub (local.get $tileRows) (i32.const 4)))))

      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (br_if $eachPanel
        (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 32))) (local.get $columnsEnd)))))

  (func $addTo (param $at i32) (param $low v128) (param $high v128)
    (v128.store (local.get $at) (f32x4.add (v128.load (local.get $at)) (local.get $low)))
    (v128.store offset=16 (local.get $at) (f32x4.add (v128.load offset=16 (local.get $at)) (local.get $high))))

  ;; Multiplies what is positive by `above` and the rest by `below`, which is smaller. `length` is a multiple of 4.
  (func (export "leak") (param $at i32) (param $length i32) (param $above f32) (param $below f32)
    (local $end i32) (local $value v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $length) (i32.const 2))))
    (loop $each
      (local.set $value (v128.load (local.get $at)))
      (v128.store (local.get $at)
        (f32x4.max
          (f32x4.mul (local.get $value) (f32x4.splat (local.get $above)))
          (f32x4.mul (local.get $value) (f32x4.splat (local.get $below)))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; Multiplies slopes by `above` where the value is positive, by `below` where it is negative, by 0 where it is 0.
  (func (export "leakSlopes")
    (param $slopes i32) (param $values i32) (param $length i32) (param $above f32) (param $below f32)
    (local $end i32) (local $value v128) (local $zero v128)
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $length) (i32.const 2))))
    (loop $each
      (local.set $value (v128.load (local.get $values)))
      (v128.store (local.get $slopes)
        (v128.and
          (f32x4.ne (local.get $value) (local.get $zero))
          (f32x4.mul
            (v128.load (local.get $slopes))
            (v128.bitselect
              (f32x4.splat (local.get $above))
              (f32x4.splat (local.get $below))
              (f32x4.gt (local.get $value) (local.get $zero))))))
      (local.set $slopes (i32.add (local.get $slopes) (i32.const 16)))
      (br_if $each
        (i32.lt_u (local.tee $values (i32.add (local.get $values) (i32.const 16))) (local.get $end))))))

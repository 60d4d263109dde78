;; The arithmetic of a net asked for one row, and of the least squares that go on learning on top of it.
;; Addresses are bytes, lengths are numbers of float32.
(module
  (import "net" "memory" (memory 1))

  ;; output += input · matrix. The matrix is kept in panels of 8 columns, each row by row, so that it is read from its first
  ;; number to its last. `depth`, the length of the input, is a multiple of 4; `width`, that of the output, of 8.
  (func (export "addProduct")
    (param $input i32) (param $matrix i32) (param $output i32) (param $depth i32) (param $width i32)
    (local $x i32) (local $inputEnd i32) (local $outputEnd i32) (local $factor v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (local.set $inputEnd (i32.add (local.get $input) (i32.shl (local.get $depth) (i32.const 2))))
    (local.set $outputEnd (i32.add (local.get $output) (i32.shl (local.get $width) (i32.const 2))))
    (loop $eachPanel
      ;; Four rows have sums of their own, as an addition waits for the one before it.
      (local.set $a0 (v128.load (local.get $output)))
      (local.set $a1 (v128.load offset=16 (local.get $output)))
      (local.set $b0 (v128.const i32x4 0 0 0 0)) (local.set $b1 (v128.const i32x4 0 0 0 0))
      (local.set $c0 (v128.const i32x4 0 0 0 0)) (local.set $c1 (v128.const i32x4 0 0 0 0))
      (local.set $d0 (v128.const i32x4 0 0 0 0)) (local.set $d1 (v128.const i32x4 0 0 0 0))
      (local.set $x (local.get $input))
      (loop $eachFourRows
        (local.set $factor (v128.load32_splat (local.get $x)))
        (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $factor) (v128.load (local.get $matrix)))))
        (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $factor) (v128.load offset=16 (local.get $matrix)))))
        (local.set $factor (v128.load32_splat offset=4 (local.get $x)))
        (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $factor) (v128.load offset=32 (local.get $matrix)))))
        (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $factor) (v128.load offset=48 (local.get $matrix)))))
        (local.set $factor (v128.load32_splat offset=8 (local.get $x)))
        (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $factor) (v128.load offset=64 (local.get $matrix)))))
        (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $factor) (v128.load offset=80 (local.get $matrix)))))
        (local.set $factor (v128.load32_splat offset=12 (local.get $x)))
        (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $factor) (v128.load offset=96 (local.get $matrix)))))
        (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $factor) (v128.load offset=112 (local.get $matrix)))))
        (local.set $matrix (i32.add (local.get $matrix) (i32.const 128)))
        (br_if $eachFourRows
          (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 16))) (local.get $inputEnd))))
      (v128.store (local.get $output)
        (f32x4.add (f32x4.add (local.get $a0) (local.get $b0)) (f32x4.add (local.get $c0) (local.get $d0))))
      (v128.store offset=16 (local.get $output)
        (f32x4.add (f32x4.add (local.get $a1) (local.get $b1)) (f32x4.add (local.get $c1) (local.get $d1))))
      (br_if $eachPanel
        (i32.lt_u (local.tee $output (i32.add (local.get $output) (i32.const 32))) (local.get $outputEnd)))))

  ;; Multiplies what is negative by `leak`, which is below 1. `length` is a multiple of 4.
  (func (export "leakyRelu") (param $at i32) (param $length i32) (param $leak f32)
    (local $end i32) (local $value v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $length) (i32.const 2))))
    (loop $each
      (local.set $value (v128.load (local.get $at)))
      (v128.store (local.get $at)
        (f32x4.max (local.get $value) (f32x4.mul (local.get $value) (f32x4.splat (local.get $leak)))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; One step of recursive least squares. P is symmetric and kept as its lower triangle, row by row, of which whole vectors
  ;; are taken first and then what remains of the row. Fills projected = P·features and gain = projected / (forgetting +
  ;; features·projected); leaves P = (P − gain·projectedᵀ) / forgetting.
  (func (export "leastSquares")
    (param $p i32) (param $features i32) (param $projected i32) (param $gain i32) (param $size i32)
    (param $forgetting f32)
    (local $row i32) (local $rowEnd i32) (local $at i32) (local $offset i32)
    (local $sums v128) (local $values v128) (local $many v128)
    (local $sum f32) (local $one f32) (local $value f32) (local $denominator f32) (local $inverse f32)
    (memory.fill (local.get $projected) (i32.const 0) (i32.shl (local.get $size) (i32.const 2)))
    (local.set $at (local.get $p))
    (local.set $row (i32.const 0))
    (local.set $rowEnd (i32.shl (local.get $size) (i32.const 2)))
    ;; A number left of the diagonal counts for its row and, mirrored, for its column.
    (loop $eachRow
      (local.set $one (f32.load (i32.add (local.get $features) (local.get $row))))
      (local.set $many (f32x4.splat (local.get $one)))
      (local.set $sums (v128.const i32x4 0 0 0 0))
      (local.set $sum (f32.const 0))
      (local.set $offset (i32.const 0))
      (block $noVectors
        (loop $eachVector
          (br_if $noVectors (i32.gt_u (i32.add (local.get $offset) (i32.const 16)) (local.get $row)))
          (local.set $values (v128.load (local.get $at)))
          (local.set $sums
            (f32x4.add (local.get $sums)
              (f32x4.mul (local.get $values) (v128.load (i32.add (local.get $features) (local.get $offset))))))
          (v128.store (i32.add (local.get $projected) (local.get $offset))
            (f32x4.add (v128.load (i32.add (local.get $projected) (local.get $offset)))
              (f32x4.mul (local.get $values) (local.get $many))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
          (br $eachVector)))
      (block $noRest
        (loop $eachOfRest
          (br_if $noRest (i32.ge_u (local.get $offset) (local.get $row)))
          (local.set $value (f32.load (local.get $at)))
          (local.set $sum
            (f32.add (local.get $sum)
              (f32.mul (local.get $value) (f32.load (i32.add (local.get $features) (local.get $offset))))))
          (f32.store (i32.add (local.get $projected) (local.get $offset))
            (f32.add (f32.load (i32.add (local.get $projected) (local.get $offset)))
              (f32.mul (local.get $value) (local.get $one))))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (local.set $offset (i32.add (local.get $offset) (i32.const 4)))
          (br $eachOfRest)))
      (f32.store (i32.add (local.get $projected) (local.get $row))
        (f32.add
          (f32.add (local.get $sum) (call $total (local.get $sums)))
          (f32.mul (f32.load (local.get $at)) (local.get $one))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $eachRow
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 4))) (local.get $rowEnd))))

    (local.set $denominator (local.get $forgetting))
    (local.set $row (i32.const 0))
    (loop $eachFeature
      (local.set $denominator
        (f32.add (local.get $denominator)
          (f32.mul
            (f32.load (i32.add (local.get $features) (local.get $row)))
            (f32.load (i32.add (local.get $projected) (local.get $row))))))
      (br_if $eachFeature
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 4))) (local.get $rowEnd))))

    (local.set $inverse (f32.div (f32.const 1) (local.get $forgetting)))
    (local.set $at (local.get $p))
    (local.set $row (i32.const 0))
    (loop $eachRow
      (local.set $one
        (f32.div (f32.load (i32.add (local.get $projected) (local.get $row))) (local.get $denominator)))
      (f32.store (i32.add (local.get $gain) (local.get $row)) (local.get $one))
      (local.set $many (f32x4.splat (local.get $one)))
      (local.set $offset (i32.const 0))
      (block $noVectors
        (loop $eachVector
          (br_if $noVectors (i32.gt_u (i32.add (local.get $offset) (i32.const 12)) (local.get $row)))
          (v128.store (local.get $at)
            (f32x4.mul
              (f32x4.sub (v128.load (local.get $at))
                (f32x4.mul (local.get $many) (v128.load (i32.add (local.get $projected) (local.get $offset)))))
              (f32x4.splat (local.get $inverse))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
          (br $eachVector)))
      (block $noRest
        (loop $eachOfRest
          (br_if $noRest (i32.gt_u (local.get $offset) (local.get $row)))
          (f32.store (local.get $at)
            (f32.mul
              (f32.sub (f32.load (local.get $at))
                (f32.mul (local.get $one) (f32.load (i32.add (local.get $projected) (local.get $offset)))))
              (local.get $inverse)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (local.set $offset (i32.add (local.get $offset) (i32.const 4)))
          (br $eachOfRest)))
      (br_if $eachRow
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 4))) (local.get $rowEnd)))))

  (func $total (param $values v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $values)) (f32x4.extract_lane 1 (local.get $values)))
      (f32.add (f32x4.extract_lane 2 (local.get $values)) (f32x4.extract_lane 3 (local.get $values))))))
